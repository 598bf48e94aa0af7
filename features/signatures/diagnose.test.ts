import { createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SENDERS, type Sender } from "@/db/enums";
import { diagnoseSignature } from "./diagnose";
import { parseHeaderText } from "./header-text";
import { keyBytes } from "./keys";
import { fillRecipe, type RecipeValue } from "./recipe";
import { SCHEMES } from "./schemes/schemes";
import { verifySignature } from "./verify";

const URL = "https://desk.example/api/incoming/key?a=1";
const NOW = 1_790_000_000;
const SECRET = `whsec_${randomBytes(32).toString("base64")}`;
const BODY = '{"subject":"Prüfung a/b","list":[1,2],"n":{"x":true}}';
const PRETTY = JSON.stringify(JSON.parse(BODY), null, 2);

/** Those whose requests anybody with the secret can make. */
const SIGNERS = SENDERS.filter((sender) => {
  const { proof = "hmac", isOnlySenders } = SCHEMES[sender];
  return proof === "hmac" && !isOnlySenders;
});

interface Signing {
  scheme?: Sender;
  key?: string | Buffer;
  /** What is signed instead of what is sent. */
  signed?: string;
  prefix?: string;
  at?: number | string;
  encoding?: "hex" | "base64";
}

/** Headers as a sender of the scheme makes them, with one thing or another gone wrong. */
function sign(body: string, { scheme = "replify", signed = body, at = NOW, ...how }: Signing = {}) {
  const recipe = SCHEMES[scheme].recipe;
  const values: Record<RecipeValue, string> = {
    id: "msg_1",
    timestamp: String(at),
    signature: "",
    url: URL,
    method: "POST",
    secret: "",
    basic: "",
  };
  const prefix = how.prefix ?? fillRecipe(recipe.prefix, (name) => values[name]);
  values.signature = createHmac(
    recipe.algorithm ?? "sha256",
    how.key ?? keyBytes(SECRET, SCHEMES[scheme].key),
  )
    .update(prefix)
    .update(signed)
    .update(fillRecipe(recipe.suffix ?? "", (name) => values[name]))
    .digest(how.encoding ?? recipe.encoding);
  const headers = Object.entries(recipe.headers).map(
    ([name, value]) => [name.toLowerCase(), fillRecipe(value, (part) => values[part])] as const,
  );
  return { headers: Object.fromEntries(headers), url: URL, body: Buffer.from(body) };
}

function diagnose(
  request: { headers: Record<string, string>; body: Buffer; url?: string },
  { scheme = "replify", secrets = [SECRET] }: { scheme?: Sender; secrets?: string[] } = {},
) {
  return diagnoseSignature(request, { scheme, secrets, requireTimestamp: false }, NOW * 1000);
}

test.each(SIGNERS)("what %s signs rightly is right", async (scheme) => {
  expect(await diagnose(sign(BODY, { scheme }), { scheme })).toMatchObject({
    isAccepted: true,
    matched: "current",
    mistakes: [],
  });
});

test("the secret before a rotation is known", async () => {
  const found = await diagnose(sign(BODY), { secrets: ["a newer secret", SECRET] });
  expect(found).toMatchObject({ isAccepted: true, matched: "previous" });
});

const bare = SECRET.slice("whsec_".length);

test.each<[string, string, Signing, { sent?: string; scheme?: Sender }]>([
  ["reserialized_body", "compact where indented was sent", { signed: BODY }, { sent: PRETTY }],
  ["reserialized_body", "indented where compact was sent", { signed: PRETTY }, {}],
  [
    "reserialized_body",
    "as Python writes it",
    { signed: '{"a": [1, "x, y: z"], "b": "\\u00fc"}' },
    { sent: '{"a":[1,"x, y: z"],"b":"ü"}' },
  ],
  ["reserialized_body", "as PHP writes it", { signed: '{"u":"a\\/b"}' }, { sent: '{"u":"a/b"}' }],
  ["newline_added", "a newline came after", { signed: BODY }, { sent: `${BODY}\n` }],
  ["newline_removed", "a newline was lost", { signed: `${BODY}\n` }, {}],
  ["line_ends", "CRLF became LF", { signed: "a\r\nb" }, { sent: "a\nb" }],
  ["whitespace_around", "spaces around", { signed: "x" }, { sent: "  x " }],
  ["empty_body", "nothing was signed", { signed: "" }, {}],
  ["timestamp_left_out", "body only", { prefix: "" }, {}],
  [
    "timestamp_put_in",
    "GitHub with a timestamp",
    { scheme: "github", prefix: `${NOW}.` },
    { scheme: "github" },
  ],
  ["other_prefix", "a colon for the dot", { prefix: `${NOW}:` }, {}],
  ["wrong_encoding", "base64 for hex", { encoding: "base64" }, {}],
  ["wrong_encoding", "hex for base64", { scheme: "shopify", encoding: "hex" }, { scheme: "shopify" }],
  [
    "secret_as_text",
    "not decoded",
    { scheme: "standard_webhooks", key: SECRET },
    { scheme: "standard_webhooks" },
  ],
  ["secret_decoded", "decoded", { key: Buffer.from(bare, "base64") }, {}],
  ["secret_without_prefix", "without whsec_", { key: bare }, {}],
  ["secret_whitespace", "with a newline", { key: `${SECRET}\n` }, {}],
  ["secret_quoted", "in quotes", { key: `"${SECRET}"` }, {}],
  ["secret_empty", "none", { key: "" }, {}],
  ["timestamp_off", "nine minutes old", { at: NOW - 540 }, {}],
  ["timestamp_in_ms", "milliseconds", { at: NOW * 1000 }, {}],
  ["other_scheme", "GitHub's", { scheme: "github" }, {}],
])("%s: %s", async (code, _, signing, { sent = BODY, scheme = "replify" }) => {
  const request = sign(sent, signing);
  if (code === "timestamp_put_in") request.headers["x-timestamp"] = String(NOW);
  const found = await diagnose(request, { scheme });
  expect(found).toMatchObject({ isAccepted: false, matched: "current", mistakes: [code] });
});

test("two slips at once are both told", async () => {
  const found = await diagnose(sign(BODY, { prefix: "", signed: PRETTY }));
  expect(found.mistakes).toEqual(["timestamp_left_out", "reserialized_body"]);
});

test("the age is told in words", async () => {
  expect(await diagnose(sign(BODY, { at: NOW - 540 }))).toMatchObject({
    skewSeconds: 540,
    verdict: expect.stringContaining("9 min old, the limit is 5 min"),
  });
});

describe("headers that can't be right", () => {
  const body = Buffer.from(BODY);
  const right = sign(BODY).headers["x-replify-signature"] ?? "";
  test.each([
    ["no_signature", {}],
    ["other_hash", { "x-replify-signature": `sha1=${"a".repeat(40)}` }],
    ["signature_form", { "x-replify-signature": "sha256=oops" }],
  ])("%s", async (code, headers) => {
    expect(await diagnose({ headers, body })).toMatchObject({ matched: null, mistakes: [code] });
  });

  test("a wrong name, upper case and a missing sha256= are no riddle", async () => {
    const at = { "x-replify-timestamp": String(NOW) };
    const codes = [
      { ...at, "x-signature": right },
      { ...at, "x-replify-signature": `sha256=${right.slice(7).toUpperCase()}` },
      { ...at, "x-replify-signature": right.slice(7) },
    ].map(async (headers) => (await diagnose({ headers, body })).mistakes);
    expect(await Promise.all(codes)).toEqual([["header_name"], ["upper_case_hex"], ["signature_form"]]);
  });
});

test("another secret is no match, and no digest is told", async () => {
  const request = sign(BODY, { key: "the sender's own" });
  const found = await diagnose(request);
  expect(found).toMatchObject({ isAccepted: false, matched: null, mistakes: [] });
  const text = JSON.stringify(found);
  for (const encoding of ["hex", "base64"] as const) {
    const own = createHmac("sha256", SECRET).update(`${NOW}.`).update(BODY).digest(encoding);
    expect(text).not.toContain(own);
  }
  expect(text).not.toContain(SECRET);
});

test("a body of a megabyte holds up nobody, and says what was not tried", async () => {
  let turns = 0;
  const count = () => {
    turns++;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  const found = await diagnose(sign("\n".repeat(1_000_000), { key: "the sender's own" }));
  clearImmediate(timer);
  expect(found).toMatchObject({ matched: null, verdict: expect.stringContaining("with a shorter one") });
  expect(turns).toBeGreaterThan(2);
});

test("whatever is pasted, it throws nothing and agrees with what would be accepted", async () => {
  const name = fc.constantFrom(
    ...Object.values(SCHEMES).map(({ header }) => header.toLowerCase()),
    "x-replify-timestamp",
    "webhook-id",
    "webhook-timestamp",
    "x-slack-request-timestamp",
    "x-signature",
  );
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(
      String(NOW),
      `t=${NOW},v1=${"0".repeat(64)}`,
      `v1,${"A".repeat(43)}=`,
      `sha256=${"0".repeat(64)}`,
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SIGNERS),
      fc.dictionary(name, value),
      fc.uint8Array(),
      fc.boolean(),
      async (scheme, others, bytes, isSigned) => {
        const body = Buffer.from(bytes);
        const headers = isSigned
          ? { ...others, ...sign(body.toString("latin1"), { scheme }).headers }
          : { ...others };
        const rule = { scheme, secrets: [SECRET], requireTimestamp: false };
        const found = await diagnoseSignature({ headers, body }, rule, NOW * 1000);
        expect(found.isAccepted).toBe(verifySignature({ headers, body }, rule, NOW * 1000).isValid);
        if (found.isAccepted) expect(found.mistakes).toEqual([]);
      },
    ),
  );
});

test.each([
  ["lines", "X-A: 1\r\nX-B: two: three\n\nPOST / HTTP/1.1"],
  ["curl -v", "> X-A: 1\n> X-B: two: three\n>"],
  ["curl options", "  -H 'X-A: 1' \\\n  --header \"X-B: two: three\" \\\n --data-binary @x"],
  ["JSON", '{"X-A": 1, "X-B": ["two: three"]}'],
  ["lines of JSON", '"x-a": "1",\n"x-b": "two: three",'],
])("headers are read from %s", (_, text) => {
  expect(parseHeaderText(text)).toEqual({ "x-a": "1", "x-b": "two: three" });
});

test.each([5_000, 50_000])(
  "a body of %i lists within each other is a body like any other",
  async (levels) => {
    const body = "[".repeat(levels) + "]".repeat(levels);
    const rule = { scheme: "replify" as const, secrets: [SECRET], requireTimestamp: false };
    expect(await diagnoseSignature(sign(`${body}\n`, { signed: body }), rule, NOW * 1000)).toMatchObject({
      matched: "current",
      mistakes: ["newline_added"],
    });
    const other = sign(body, { key: "another secret" });
    expect(await diagnoseSignature(other, rule, NOW * 1000)).toMatchObject({ matched: null });
  },
);
