import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type GenericSignature, genericSignatureSchema } from "@/lib/generic-signature";
import { templateOf } from "@/lib/signed-parts";
import { diagnoseSignature } from "./diagnose";
import { writeTime } from "./recipe";
import { genericScheme } from "./schemes/generic";
import { signRequest } from "./sign-request";
import { verifySignature } from "./verify";

const NOW_MS = 1_790_000_000_000;
const URL = "https://desk.example/api/incoming/abc?x=1";
const SECRET = "a secret of more than eight characters";

const header = fc.constantFrom("X-Signature", "X-Own-Hmac", "Authorization-Hmac", "Digest-Of-It");
const hmac: fc.Arbitrary<GenericSignature> = fc
  .record(
    {
      type: fc.constant("hmac" as const),
      header,
      algorithm: fc.constantFrom("sha1" as const, "sha256" as const, "sha512" as const),
      encoding: fc.constantFrom("hex" as const, "base64" as const),
      prefix: fc.constantFrom("sha256=", "v1=", "v1,", "HMAC ", "hmac-sha1:"),
      signs: fc.oneof(
        fc.constantFrom(
          "body" as const,
          "timestamp.body" as const,
          "timestamp+body" as const,
          "id.timestamp.body" as const,
          "url+body" as const,
        ),
        fc.record({
          template: fc.constantFrom(
            "v0:{timestamp}:{body}",
            "{body}{url}",
            "{method}\n{url}\n{id}\n{body}",
            "{body}|{timestamp}",
          ),
        }),
      ),
      timestampHeader: fc.constant("X-Time"),
      idHeader: fc.constant("X-Id"),
    },
    { requiredKeys: ["type", "header", "algorithm", "encoding", "signs"] },
  )
  .filter((signature) => genericSignatureSchema.safeParse(signature).success);
const any: fc.Arbitrary<GenericSignature> = fc.oneof(
  { arbitrary: hmac, weight: 5 },
  { arbitrary: fc.record({ type: fc.constant("header" as const), header }), weight: 1 },
  { arbitrary: fc.constant({ type: "bearer" as const }), weight: 1 },
  {
    arbitrary: fc.record({
      type: fc.constant("basic" as const),
      username: fc
        .string({ minLength: 1, maxLength: 20, unit: "grapheme" })
        .filter((name) => !name.includes(":")),
    }),
    weight: 1,
  },
);
const body = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes));

function verify(
  signature: GenericSignature,
  request: Parameters<typeof verifySignature>[0],
  secret = SECRET,
) {
  const rule = { scheme: "generic" as const, signature, secrets: [secret], requireTimestamp: false };
  return verifySignature(request, rule, NOW_MS);
}

test("whatever is described is taken as it is signed, and by no other secret", () => {
  fc.assert(
    fc.property(any, body, (signature, bytes) => {
      const headers = signRequest(genericScheme(signature), {
        secret: SECRET,
        body: bytes,
        url: URL,
        nowMs: NOW_MS,
      });
      const request = { headers, body: bytes, url: URL };
      expect(verify(signature, request)).toMatchObject({ isValid: true });
      expect(verify(signature, request, "another secret")).toMatchObject({ problem: "bad_signature" });
    }),
  );
});

test("a byte changed in the body, and a character in the address or the time, is refused where it is signed", () => {
  fc.assert(
    fc.property(hmac, body, fc.nat(), fc.integer({ min: 1, max: 255 }), (signature, bytes, at, by) => {
      const headers = signRequest(genericScheme(signature), {
        secret: SECRET,
        body: bytes,
        url: URL,
        nowMs: NOW_MS,
      });
      const changed = Buffer.from(bytes);
      const index = at % bytes.length;
      changed[index] = ((changed[index] ?? 0) + by) % 256;
      expect(verify(signature, { headers, body: changed, url: URL }).isValid).toBe(false);
      const template = signature.type === "hmac" ? templateOf(signature.signs) : "";
      const elsewhere = verify(signature, { headers, body: bytes, url: `${URL}2` });
      expect(elsewhere.isValid).toBe(!template.includes("{url}"));
      const later = { ...headers, "x-time": writeTime(NOW_MS + 5_000) };
      if (template.includes("{timestamp}") && headers["x-time"])
        expect(verify(signature, { headers: later, body: bytes, url: URL }).isValid).toBe(false);
    }),
  );
});

test("the digest of the documentation, made by hand", () => {
  const bytes = Buffer.from('{"a":1}');
  const digest = createHmac("sha512", SECRET).update("7:1790000000\n").update(bytes).digest("base64");
  const headers = { "x-sig": `v2=AAAA, v1=${digest}`, "x-ts": "1790000000", "x-nonce": "7" };
  const signature = genericSignatureSchema.parse({
    type: "hmac",
    header: "X-Sig",
    algorithm: "sha512",
    encoding: "base64",
    prefix: "v1=",
    signs: { template: "{id}:{timestamp}\n{body}" },
    timestampHeader: "X-Ts",
    idHeader: "X-Nonce",
  });
  expect(verify(signature, { headers, body: bytes })).toMatchObject({
    isValid: true,
    timestamp: 1_790_000_000,
    eventId: { value: "7", header: "X-Nonce" },
  });
  expect(verify(signature, { headers: { ...headers, "x-ts": "1789999000" }, body: bytes })).toMatchObject({
    problem: "stale_timestamp",
  });
});

test("the debugger finds how a request was signed, whatever the webhook is set to", async () => {
  await fc.assert(
    fc.asyncProperty(
      any,
      fc.constantFrom("replify", "github", "stripe", "gitlab"),
      async (signature, scheme) => {
        const bytes = Buffer.from('{"subject":"Fire"}');
        const headers = signRequest(genericScheme(signature), {
          secret: SECRET,
          body: bytes,
          url: URL,
          nowMs: NOW_MS,
        });
        const request = { headers, body: bytes, url: URL };
        const rule = { scheme: scheme as "replify", secrets: [SECRET], requireTimestamp: false };
        const { suggestion } = await diagnoseSignature(request, rule, NOW_MS);
        const isUsual = signature.type !== "hmac" || typeof signature.signs === "string";
        const isPlain = signature.type !== "hmac" || !/[ ,:]/.test(signature.prefix ?? "");
        if (isUsual && isPlain) expect(suggestion).not.toBeNull();
        if (suggestion && "signature" in suggestion)
          expect(verify(suggestion.signature, request)).toMatchObject({ isValid: true });
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  [{ signs: "id.timestamp.body" }, "idHeader"],
  [{ signs: "body", timestampHeader: "X-Time" }, "timestampHeader"],
  [{ signs: { template: "{timestamp}" } }, "signs"],
  [{ signs: { template: "{body}{secret}" } }, "signs"],
  [{ signs: { template: "{body}`id`" } }, "signs"],
  [{ signs: "body", header: "No Header" }, "header"],
])("%j is told at %s", (more, path) => {
  const base = { type: "hmac", header: "X-Signature", algorithm: "sha256", encoding: "hex" };
  const { error } = genericSignatureSchema.safeParse({ ...base, ...more });
  expect(error?.issues.map((issue) => issue.path[0])).toContain(path);
});
