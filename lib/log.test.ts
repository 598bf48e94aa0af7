import fc from "fast-check";
import { expect, test } from "vitest";
import { redact } from "./log";

const BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const base62 = (length: number) => text(BASE62, length);
const base64url = (length: number) => text(`${BASE62}-_`, length);

const SECRETS = {
  "an access token": base62(38).map((part) => `rpl_at_${part}`),
  "a refresh token": base62(38).map((part) => `rpl_rt_${part}`),
  "an invitation": base64url(43).map((part) => `rpl_it_${part}`),
  "a signing secret": text(`${BASE62}+/`, 43).map((part) => `whsec_${part}=`),
  "a signing secret in a URL": text(`${BASE62}+/`, 43).map(
    (part) => `whsec_${encodeURIComponent(`${part}=`)}`,
  ),
  "a JWT": fc.tuple(base64url(40), base64url(80), base64url(43)).map((parts) => `eyJ${parts.join(".")}`),
  // Its second part, the encrypted key, is empty.
  "a session cookie": fc
    .tuple(base64url(30), base64url(16), base64url(90), base64url(22))
    .map(([header, iv, body, tag]) => `eyJ${header}..${iv}.${body}.${tag}`),
};

test.each(Object.entries(SECRETS))("%s is cut out wherever it stands", (_, secrets) => {
  fc.assert(
    fc.property(secrets, surroundings(), surroundings(), (secret, before, after) => {
      const line = redact(JSON.stringify({ msg: `${before} ${secret} ${after}` }));
      expect(line).not.toContain(secret);
      // Not its better part either.
      expect(line).not.toContain(secret.slice(7, -4));
      expect(line).toContain("[secret]");
      expect(() => JSON.parse(line)).not.toThrow();
    }),
  );
});

test("what stood behind Bearer is cut out, in any spelling, and the line stays JSON", () => {
  const word = fc.constantFrom("Bearer ", "bearer ", "BEARER  ", "Bearer\t", "Bearer%20");
  fc.assert(
    fc.property(word, text(`${BASE62}._~+/=-`, 24), (bearer, secret) => {
      const line = redact(
        JSON.stringify({ headers: { authorization: `${bearer}${secret}`, other: "kept" } }),
      );
      expect(line).not.toContain(secret);
      expect(JSON.parse(line)).toMatchObject({ headers: { other: "kept" } });
    }),
  );
});

test.each([
  ["+"],
  [" "],
  ["%20"],
  ["a"],
  ["eyJ"],
  ["eyJaaaaaaaaaaaa"],
  ["Bearer "],
  ["Bearer+"],
  ["rpl_at_"],
  ["whsec_"],
  ["a.eyJ"],
])("a long text of “%s” takes no longer than its length", (unit) => {
  const long = unit.repeat(600_000 / unit.length);
  for (const line of [long, `Bearer${long}`, `eyJ${long}.`]) redact(line);
});

test("a token within another word goes, too", () => {
  for (const line of [
    "x-rpl_at_0123456789-eyJ0123456789012.b",
    "%22eyJ0123456789012.b.c",
    "xeyJ0123456789012.b",
  ])
    expect(redact(line)).not.toMatch(/0123456789/);
});

test("what is no secret stays", () => {
  const line = JSON.stringify({
    requestId: "req_4f1c2a7e9b6d4e0fa3c58d17b2e60c94",
    id: "01900000-0000-7000-8000-000000000000",
    prefix: "rpl_at_AbCd",
    msg: "Send an API token: the bearer of a whsec_ secret",
  });
  expect(redact(line)).toBe(line);
});

test("many of them in one line all go", () => {
  const many = fc.array(fc.oneof(...Object.values(SECRETS)), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(many, (secrets) => {
      const line = redact(secrets.join(" and "));
      for (const secret of secrets) expect(line).not.toContain(secret);
    }),
  );
});

function text(alphabet: string, length: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
}

/** Any text that does not itself end or begin like a part of a secret. */
function surroundings(): fc.Arbitrary<string> {
  return fc.string({ maxLength: 40 }).map((any) => any.replace(/bearer/gi, ""));
}
