import "server-only";
import { authenticateClient, type ClientCredentials } from "@/features/oauth-clients/authenticate-client";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { OAuthError } from "@/features/oauth-clients/oauth-error";
import { isSwitchedOff } from "@/features/oauth-clients/states";

/** Only an app of the desk itself gets to see passwords. Throws OAuthError for any other. */
export async function authenticateFirstParty(given: ClientCredentials): Promise<RegisteredClient> {
  const client = await authenticateClient(given);
  if (isSwitchedOff(client)) throw new OAuthError("invalid_client", "This app is switched off.");
  if (client.isFirstParty) return client;
  throw new OAuthError(
    "unauthorized_client",
    "This app may not take passwords. Send its customers to /oauth/authorize, or use the device flow.",
  );
}
