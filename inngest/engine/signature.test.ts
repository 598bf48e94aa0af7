import canonicalize from "canonicalize";
import fc from "fast-check";
import { Inngest, InngestCommHandler } from "inngest";
import { describe, expect, test } from "vitest";
import { assertSigningKey, isAuthorized, signBody } from "./signature";
import { silentLog } from "./test-engine";

const KEY = "signkey-test-0123456789abcdef";

/** The SDK itself decides whether a signature is good. */
async function sdkAnswers(body: string, signature: string): Promise<number> {
  const client = new Inngest({ id: "app", signingKey: KEY, isDev: false, logger: silentLog });
  const handler = new InngestCommHandler({
    frameworkName: "test",
    client,
    functions: [],
    handler: () => ({
      body: () => body,
      headers: (name) => (name.toLowerCase() === "x-inngest-signature" ? signature : null),
      method: () => "POST",
      url: () => new URL("http://app/api/inngest?probe=trust"),
      transformResponse: ({ status }) => status,
    }),
  });
  return handler.createHandler()();
}

describe("signBody", () => {
  test("gives the known signature of a known body", () => {
    expect(signBody('{"a":1}', "signkey-prod-abcd", 1_700_000_000_999)).toBe(
      signBody('{"a":1}', "abcd", 1_700_000_000_000),
    );
    expect(signBody("", "abcd", 1_700_000_000_000)).toBe(
      "t=1700000000&s=f419a5e5896e92d05a7e57f02cb1b0d2e6ee23fa505fafd3dc85b83d5f0f1b96",
    );
  });

  test("is accepted by the SDK for any JSON object, and refused once a byte of it changes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()), async (payload) => {
        const body = canonicalize({ ...payload, marker: 1 }) ?? "";
        const signature = signBody(body, KEY, Date.now());
        expect(await sdkAnswers(body, signature)).toBe(200);
        const changed = canonicalize({ ...payload, marker: 2 }) ?? "";
        expect(await sdkAnswers(changed, signature)).toBe(401);
      }),
      { numRuns: 40 },
    );
  });

  test("is refused by the SDK when it is older than five minutes", async () => {
    expect(await sdkAnswers("{}", signBody("{}", KEY, Date.now() - 301_000))).toBe(401);
  });
});

test("isAuthorized takes the hashed key with its prefix and nothing else", () => {
  const hash = "55c53f5d490297900cefa825d0c8e8e9532ee8a118abe7d8570762cd38be9818";
  expect(isAuthorized(`Bearer signkey-test-${hash}`, KEY)).toBe(true);
  expect(isAuthorized(`Bearer ${hash}`, KEY)).toBe(false);
  expect(isAuthorized(`Bearer ${KEY}`, KEY)).toBe(false);
  expect(isAuthorized(undefined, KEY)).toBe(false);
});

test("assertSigningKey refuses keys that Inngest could not decode", () => {
  for (const key of ["", "abc", "xyz0", "signkey-prod-"])
    expect(() => assertSigningKey(key)).toThrow(/hexadecimal/);
  for (const key of ["abcd", KEY]) expect(() => assertSigningKey(key)).not.toThrow();
});
