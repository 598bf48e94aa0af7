import { firstPartyEndpoint } from "@/app/api/_lib/oauth-endpoint";
import { loginSchema } from "@/features/customer-accounts/schema";
import { enter, verifyAccount } from "@/features/customer-accounts/sign-in";
import { OAuthError } from "@/features/oauth-clients/oauth-error";
import { readScopes } from "@/features/oauth-clients/scopes";
import { openSession } from "@/features/oauth-sessions/open";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = firstPartyEndpoint("/api/oauth/login", {
  body: loginSchema,
  status: 200,
  async serve(client, { email, password, scope }, caller) {
    const scopes = readScopes(scope, client.scopes);
    const account = await verifyAccount(client.organizationId, email, password, caller);
    const opening = { client, scopes, host: null, origin: "password" } as const;
    const tokens =
      account && (await enter(account, () => openSession({ ...opening, accountId: account.id }, caller)));
    if (tokens) return tokens;
    throw new OAuthError("invalid_grant", "Email or password is wrong.", "unauthorized");
  },
});
