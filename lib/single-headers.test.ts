import { expect, test } from "vitest";
import { repeatedHeader } from "./single-headers";

test.each([
  "Authorization",
  "X-API-Key",
  "Idempotency-Key",
  "Content-Type",
  "webhook-signature",
  "Stripe-Signature",
])("%s decides, so it comes once", (name) => {
  expect(repeatedHeader([name, "a", "Accept", "b"])).toBeUndefined();
  expect(repeatedHeader([name, "a", "Accept", "b", name.toUpperCase(), "a"])).toBe(name.toLowerCase());
});

test("lists may be spread over several lines", () => {
  const names = ["Cookie", "Accept", "X-Forwarded-For", "Via"];
  expect(repeatedHeader([...names, ...names].flatMap((name) => [name, "a"]))).toBeUndefined();
});
