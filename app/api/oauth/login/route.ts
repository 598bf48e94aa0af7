import { readJson } from "@/app/api/_lib/body";
import { frame } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { methods } from "@/app/api/_lib/methods";
import { parseInput } from "@/app/api/_lib/parse";
import { OAUTH } from "@/app/api/_lib/surfaces";
import { authenticateFirstParty } from "@/features/customer-accounts/first-party";
import { loginSchema } from "@/features/customer-accounts/schema";
import { enter, verifyAccount } from "@/features/customer-accounts/sign-in";
import { OAuthError } from "@/features/oauth/oauth-error";
import { readScopes } from "@/features/oauth/scopes";
import { openSession } from "@/features/oauth-sessions/open";

/** Of strangers' passwords no more is read than one may have. */
const MAX_BYTES = 8 * 1024;

const login = frame(OAUTH, "/api/oauth/login", async ({ request, client: caller }) => {
  const body = parseInput(loginSchema, (await readJson(request, MAX_BYTES)).value);
  const client = await authenticateFirstParty({
    authorization: request.headers.get("authorization"),
    clientId: body.client_id,
    clientSecret: body.client_secret,
  });
  const scopes = readScopes(body.scope, client.scopes);
  const account = await verifyAccount(client.organizationId, body.email, body.password, caller);
  const opening = { client, scopes, host: null, origin: "password" } as const;
  const tokens =
    account && (await enter(account, () => openSession({ ...opening, accountId: account.id }, caller)));
  if (!tokens) throw new OAuthError("invalid_grant", "Email or password is wrong.", "unauthorized");
  return jsonAnswer(JSON.stringify(tokens), { status: 200 });
});

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: login }, { surface: OAUTH });
