import "server-only";
import { isCodeChallenge } from "@/features/oauth/pkce";
import { findClient, type RegisteredClient } from "@/features/oauth-clients/find-client";
import { OAuthError, type OAuthErrorCode } from "@/features/oauth-clients/oauth-error";
import { matchRedirectUri } from "@/features/oauth-clients/redirect-uri";
import { type OAuthScope, readScopes } from "@/features/oauth-clients/scopes";
import { isSwitchedOff } from "@/features/oauth-clients/states";
import { env } from "@/lib/env";

const STATE_MAX = 2000;

/** An app's request for a customer's consent (RFC 6749 §4.1.1, RFC 7636 §4.3). */
export interface AuthorizationRequest {
  client: RegisteredClient;
  redirectUri: string;
  /** Of the site that is connected, to be named to the customer. */
  host: string;
  state: string | undefined;
  codeChallenge: string;
  scopes: OAuthScope[];
}

export type ReadAuthorizationRequest =
  | { type: "ok"; request: AuthorizationRequest }
  /** For our own page: where the answer may be sent isn't known. */
  | { type: "refused"; detail: string }
  /** Back to the app, which made a mistake. */
  | { type: "redirect"; location: string };

type Query = Record<string, string | string[] | undefined>;

/** Checks the query of /oauth/authorize: first who asks and where the answer may go, as nothing is sent anywhere before that is known. */
export async function readAuthorizationRequest(query: Query): Promise<ReadAuthorizationRequest> {
  const [clientId, redirectUri] = [one(query, "client_id"), one(query, "redirect_uri")];
  if (clientId === undefined) return refused("The address lacks one client_id.");
  const client = await findClient(clientId);
  if (!client) return refused("No app is registered under the client_id of this address.");
  if (isSwitchedOff(client)) return refused("This app is switched off at the moment.");
  if (redirectUri === undefined) return refused("The address lacks one redirect_uri.");
  const site = matchRedirectUri(client.redirectUris, redirectUri);
  if (!site) return refused("The redirect_uri of this address is not registered for the app.");
  try {
    return { type: "ok", request: { client, redirectUri, host: site.host, ...readDetails(client, query) } };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    // Anybody's host fits a template: without a click of the customer's, who read its name, nothing leads there.
    if (site.isTemplate) return refused(error.message);
    const back = { redirectUri, state: one(query, "state") };
    return { type: "redirect", location: errorLocation(back, error.error, error.message) };
  }
}

/** Where the customer's browser goes with the code. */
export function codeLocation(request: AnswerTo, code: string): string {
  return answerLocation(request, { code });
}

/** Where it goes without one, e.g. as they said no. */
export function errorLocation(request: AnswerTo, error: OAuthErrorCode, description: string): string {
  return answerLocation(request, { error, error_description: description });
}

type AnswerTo = Pick<AuthorizationRequest, "redirectUri" | "state">;

function readDetails(client: RegisteredClient, query: Query) {
  const repeated = Object.keys(query).find((name) => Array.isArray(query[name]));
  if (repeated !== undefined)
    throw new OAuthError("invalid_request", "A parameter was given more than once.");
  const state = one(query, "state");
  if ((state?.length ?? 0) > STATE_MAX)
    throw new OAuthError("invalid_request", `state may have up to ${STATE_MAX} characters.`);
  const responseType = one(query, "response_type");
  if (responseType === undefined) throw new OAuthError("invalid_request", "response_type is missing.");
  if (responseType !== "code")
    throw new OAuthError("unsupported_response_type", "The only response_type is code.");
  if ((one(query, "response_mode") ?? "query") !== "query")
    throw new OAuthError("invalid_request", "The only response_mode is query.");
  if (!client.grants.includes("authorization_code"))
    throw new OAuthError("unauthorized_client", "This app may not use the authorization code grant.");
  const codeChallenge = one(query, "code_challenge");
  if (codeChallenge === undefined || one(query, "code_challenge_method") !== "S256")
    throw new OAuthError(
      "invalid_request",
      "PKCE is needed: send code_challenge, with code_challenge_method S256.",
    );
  if (!isCodeChallenge(codeChallenge))
    throw new OAuthError("invalid_request", "code_challenge is no SHA-256 in base64url.");
  return { state, codeChallenge, scopes: readScopes(one(query, "scope"), client.scopes) };
}

function refused(detail: string): ReadAuthorizationRequest {
  return { type: "refused", detail };
}

/** Without a value counts as absent (RFC 6749 §3.1). */
function one(query: Query, name: string): string | undefined {
  const value = query[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The query that a redirect URI has stays as it is. `iss` tells the app who answers (RFC 9207). */
function answerLocation({ redirectUri, state }: AnswerTo, answer: Record<string, string>): string {
  const added = new URLSearchParams({
    ...answer,
    ...(state === undefined ? {} : { state }),
    iss: env.APP_URL,
  });
  return `${redirectUri}${redirectUri.includes("?") ? "&" : "?"}${added}`;
}
