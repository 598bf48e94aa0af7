import { readJson } from "@/app/api/_lib/body";
import { frame } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { methods } from "@/app/api/_lib/methods";
import { parseInput } from "@/app/api/_lib/parse";
import { OAUTH } from "@/app/api/_lib/surfaces";
import { authenticateFirstParty } from "@/features/customer-accounts/first-party";
import { registerAccount } from "@/features/customer-accounts/register";
import { registeredSchema, registerSchema } from "@/features/customer-accounts/schema";

/** Of strangers' passwords no more is read than one may have. */
const MAX_BYTES = 8 * 1024;

const register = frame(OAUTH, "/api/oauth/register", async ({ request, client: caller }) => {
  const body = parseInput(registerSchema, (await readJson(request, MAX_BYTES)).value);
  const client = await authenticateFirstParty({
    authorization: request.headers.get("authorization"),
    clientId: body.client_id,
    clientSecret: body.client_secret,
  });
  const registered = await registerAccount(client.organizationId, body, caller);
  return jsonAnswer(JSON.stringify(registeredSchema.parse(registered)), { status: 201 });
});

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  { POST: register },
  { surface: OAUTH },
);
