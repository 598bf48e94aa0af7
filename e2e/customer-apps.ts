import type { OAuthScope } from "@/db/enums";
import { createCustomerAccount, createOAuthClient, type TestOrganization } from "@/db/factories";
import type { TokenAnswer } from "@/features/oauth-sessions/issue";
import { openSession } from "@/features/oauth-sessions/open";
import { env } from "@/lib/env";
import { Api, bearer } from "./api";

export interface ConnectedApp {
  api: Api;
  tokens: TokenAnswer;
  customerId: string;
}

/** A new customer of the organization, and an app of theirs, connected. */
export async function connectApp(
  organization: TestOrganization,
  { scopes = ["troubleshooter"], Caller = Api }: { scopes?: OAuthScope[]; Caller?: typeof Api } = {},
): Promise<ConnectedApp> {
  const client = await createOAuthClient(organization);
  const account = await createCustomerAccount(organization);
  const opening = {
    client,
    accountId: account.id,
    scopes,
    host: "shop.example",
    origin: "authorization_code",
  } as const;
  const tokens = await openSession(opening, { ip: null, userAgent: "Playwright" });
  const api = new Caller(env.APP_URL, bearer(tokens.access_token));
  return { api, tokens, customerId: account.customerId };
}
