import fc from "fast-check";
import { expect, test } from "vitest";
import { isCredential, MASK, maskCredential, maskCredentials } from "./credential-headers";

const VALUE = "0123456789abcdef";

test.each([
  ..."authorization proxy-authorization cookie set-cookie x-api-key api-key apikey x-functions-key".split(
    " ",
  ),
  ..."x-gitlab-token x-telegram-bot-api-secret-token x-amz-security-token private-token x-vault-token".split(
    " ",
  ),
  ..."x-hook-secret x-webhook-secret client-secret x-auth-token x-access-token x-shopify-access-token".split(
    " ",
  ),
  ..."x-csrf-token x-xsrf-token x-auth x-password x-session-id ocp-apim-subscription-key x-amzn-oidc-data".split(
    " ",
  ),
  ..."x-goog-iap-jwt-assertion cf-access-jwt-assertion x-goog-channel-token x_api_key".split(" "),
])("%s opens something", (name) => {
  expect(maskCredentials({ [name]: VALUE })).toEqual({ [name]: `${MASK}cdef` });
});

test.each([
  ..."x-replify-signature webhook-signature x-hub-signature-256 stripe-signature x-slack-signature".split(
    " ",
  ),
  ..."x-shopify-hmac-sha256 svix-signature x-replify-hops-proof x-replify-timestamp webhook-id".split(" "),
  ..."idempotency-key x-idempotency-key x-github-delivery x-github-event x-gitlab-event user-agent".split(
    " ",
  ),
  ..."content-type x-request-id access-control-allow-credentials x-monkey x-author".split(" "),
])("%s opens nothing, or is needed to verify again", (name) => {
  expect(maskCredentials({ [name]: VALUE })).toEqual({ [name]: VALUE });
});

test.each(["Bearer 0123456789", "basic abc", "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln"])(
  "%s is a credential whatever the header is called",
  (value) => {
    expect(isCredential("x-unknown", value)).toBe(true);
  },
);

test("at most four characters are left of a credential, however often it is masked", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\x21-\x7e]{1,60}$/), (value) => {
      const masked = maskCredential(value);
      expect(maskCredential(masked)).toBe(masked);
      expect(masked.slice(masked.indexOf(MASK) + MASK.length).length).toBeLessThanOrEqual(4);
      if (value.length < 12) expect(masked).toBe(MASK);
    }),
  );
});
