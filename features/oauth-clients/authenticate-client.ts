import "server-only";
import { verifyClientSecret } from "@/features/oauth-clients/client-secret";
import { findClient, type RegisteredClient } from "@/features/oauth-clients/find-client";
import { OAuthError } from "@/features/oauth-clients/oauth-error";
import { noteRequest } from "@/lib/request-log";

/** What a call shows of the app that makes it: HTTP Basic, or fields of the body. */
export interface ClientCredentials {
  authorization: string | null;
  clientId: string | undefined;
  clientSecret: string | undefined;
}

/**
 * The app that calls (RFC 6749 §2.3.1): a confidential one proves it by its secret, a public one has none. One that is switched off is found,
 * too: what it may still do is for the caller to say. Throws OAuthError.
 */
export async function authenticateClient(given: ClientCredentials): Promise<RegisteredClient> {
  const { clientId, clientSecret } = readCredentials(given);
  if (clientId === undefined) throw new OAuthError("invalid_client", "Say which app calls: send client_id.");
  const client = await findClient(clientId);
  if (!client) throw new OAuthError("invalid_client", "No app has this client_id.");
  if (client.type === "public" && clientSecret !== undefined)
    throw new OAuthError("invalid_client", "A public app has no secret. Leave it out.");
  if (client.type === "confidential" && !(await provesItself(client, clientSecret)))
    throw new OAuthError("invalid_client", "The app's secret is missing or wrong.");
  noteRequest({ organizationId: client.organizationId });
  return client;
}

async function provesItself(client: RegisteredClient, secret: string | undefined): Promise<boolean> {
  return secret !== undefined && (await verifyClientSecret(client, secret));
}

function readCredentials({ authorization, clientId, clientSecret }: ClientCredentials) {
  if (authorization === null) return { clientId, clientSecret };
  if (clientSecret !== undefined)
    throw new OAuthError("invalid_request", "Send the app's secret once: in the header or in the body.");
  const basic = readBasic(authorization);
  if (clientId !== undefined && clientId !== basic.clientId)
    throw new OAuthError("invalid_request", "The header and the body name two apps.");
  return basic;
}

/** Id and secret are form-encoded before they are put together (RFC 6749 §2.3.1). A secret that is empty is none. */
function readBasic(authorization: string) {
  const [, encoded] = /^basic +([A-Za-z0-9+/=_-]{1,1000})$/i.exec(authorization) ?? [];
  const text = encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  const [clientId, clientSecret] = [decode(text.slice(0, colon)), decode(text.slice(colon + 1))];
  if (colon > 0 && clientId !== null && clientSecret !== null)
    return { clientId, clientSecret: clientSecret === "" ? undefined : clientSecret };
  throw new OAuthError("invalid_client", "Send the app's id and secret by HTTP Basic.");
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}
