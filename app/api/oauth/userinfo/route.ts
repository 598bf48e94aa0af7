import { authorizeCustomer } from "@/app/api/_lib/authenticate-customer";
import { frame } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { methods } from "@/app/api/_lib/methods";
import { oauthCoat } from "@/app/api/_lib/oauth-coat";
import { CUSTOMER, OAUTH } from "@/app/api/_lib/surfaces";

/** Who connected the app (OpenID Connect Core §5.3, without its ID tokens). */
const userinfo = frame({ ...CUSTOMER, coat: oauthCoat }, "/api/oauth/userinfo", async (_, caller) => {
  authorizeCustomer(caller, "profile");
  const { customerId, email, emailVerified, name } = caller.customer;
  const body = { sub: customerId, email, email_verified: emailVerified, name };
  return jsonAnswer(JSON.stringify(body), { status: 200 });
});

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  { GET: userinfo },
  { surface: OAUTH },
);
