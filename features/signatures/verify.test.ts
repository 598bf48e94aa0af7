import { createHmac, randomBytes } from "node:crypto";
import { sign as signLikeGitHub } from "@octokit/webhooks-methods";
import fc from "fast-check";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, test } from "vitest";
import { repeatedHeader } from "@/lib/single-headers";
import type { SignedRequest } from "./schemes/scheme";
import { SCHEMES } from "./schemes/schemes";
import { verifySignature } from "./verify";

const NOW = 1_790_000_000;
const SECRET = `whsec_${randomBytes(32).toString("base64")}`;
const BODY = Buffer.from('{"id":"evt_1","event_id":"Ev1","subject":"Printer on fire"}');

const KNOWN = ["replify", "standard_webhooks", "github", "stripe", "slack", "shopify"] as const;
type Known = (typeof KNOWN)[number];

/** Signs as each sender's documentation says; Standard Webhooks by its own packages below. */
const SIGN: Record<Known, (body: Buffer, secret: string, at: number) => Record<string, string>> = {
  replify: (body, secret, at) => ({
    "x-replify-timestamp": String(at),
    "x-replify-signature": `sha256=${hmac(secret, `${at}.`, body).toString("hex")}`,
  }),
  standard_webhooks: (body, secret, at) => ({
    "webhook-id": "msg_1",
    "webhook-timestamp": String(at),
    "webhook-signature": new StandardWebhook(secret).sign(
      "msg_1",
      new Date(at * 1000),
      body.toString("utf8"),
    ),
  }),
  github: (body, secret) => ({ "x-hub-signature-256": `sha256=${hmac(secret, "", body).toString("hex")}` }),
  stripe: (body, secret, at) => ({
    "stripe-signature": `t=${at},v1=${hmac(secret, `${at}.`, body).toString("hex")},v0=${"0".repeat(64)}`,
  }),
  slack: (body, secret, at) => ({
    "x-slack-request-timestamp": String(at),
    "x-slack-signature": `v0=${hmac(secret, `v0:${at}:`, body).toString("hex")}`,
  }),
  shopify: (body, secret) => ({ "x-shopify-hmac-sha256": hmac(secret, "", body).toString("base64") }),
};

function hmac(secret: string, prefix: string, body: Buffer): Buffer {
  return createHmac("sha256", secret).update(prefix).update(body).digest();
}

function verify(
  scheme: Known,
  request: SignedRequest,
  { secrets = [SECRET], requireTimestamp = false }: { secrets?: string[]; requireTimestamp?: boolean } = {},
) {
  return verifySignature(request, { scheme, secrets, requireTimestamp }, NOW * 1000);
}

describe.each(KNOWN)("%s", (scheme) => {
  const headers = SIGN[scheme](BODY, SECRET, NOW);

  test("refuses a signed header that comes twice", () => {
    for (const name of Object.keys(SCHEMES[scheme].recipe.headers))
      expect(repeatedHeader([name, "a", name, "b"])).toBe(name.toLowerCase());
  });

  test("takes what its sender signs", () => {
    expect(verify(scheme, { headers, body: BODY })).toMatchObject({ isValid: true, secretIndex: 0 });
  });

  test("refuses any other byte", () => {
    fc.assert(
      fc.property(fc.nat(BODY.length - 1), fc.integer({ min: 1, max: 255 }), (index, by) => {
        const body = Buffer.from(BODY);
        body[index] = ((body[index] ?? 0) + by) % 256;
        expect(verify(scheme, { headers, body })).toMatchObject({ isValid: false, problem: "bad_signature" });
      }),
    );
    expect(verify(scheme, { headers, body: Buffer.concat([BODY, Buffer.from("\n")]) }).isValid).toBe(false);
  });

  test("refuses another secret and an empty one, and knows the one before a rotation", () => {
    const old = `whsec_${randomBytes(32).toString("base64")}`;
    const signedByOld = { headers: SIGN[scheme](BODY, old, NOW), body: BODY };
    expect(verify(scheme, signedByOld)).toMatchObject({ problem: "bad_signature" });
    expect(verify(scheme, signedByOld, { secrets: [SECRET, old] })).toMatchObject({
      isValid: true,
      secretIndex: 1,
    });
  });

  test("refuses every malformed header without throwing", () => {
    const names = Object.keys(headers);
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.oneof(
          fc.string(),
          fc.constantFrom(
            "",
            "none",
            "sha256=ab",
            `sha256=${"A".repeat(64)}`,
            `sha256=${"0".repeat(64)}zz`,
            "sha1=aa",
            "v1,",
            "t=1,v1=",
            "1e3",
            "-1",
            "x".repeat(100_000),
          ),
          fc.constant(`${headers[names[0] ?? ""]}, ${headers[names[0] ?? ""]}`),
        ),
        (name, value) => {
          fc.pre(value !== headers[name] && !(name === "webhook-id"));
          expect(verify(scheme, { headers: { ...headers, [name]: value }, body: BODY }).isValid).toBe(false);
        },
      ),
    );
    expect(verify(scheme, { headers: {}, body: BODY })).toMatchObject({ problem: "missing_signature" });
  });
});

describe.each(["replify", "standard_webhooks", "stripe", "slack"] as const)("the clock of %s", (scheme) => {
  test.each([
    [-301, false],
    [-300, true],
    [300, true],
    [301, false],
  ])("%i s off", (offset, isValid) => {
    const verdict = verify(scheme, { headers: SIGN[scheme](BODY, SECRET, NOW + offset), body: BODY });
    expect(verdict.isValid).toBe(isValid);
    if (!isValid) expect(verdict).toMatchObject({ problem: "stale_timestamp" });
  });
});

test("a webhook that demands a timestamp takes no body-only signature, and dropping it breaks the signature", () => {
  const headers = { "x-replify-signature": `sha256=${hmac(SECRET, "", BODY).toString("hex")}` };
  expect(verify("replify", { headers, body: BODY })).toMatchObject({ isValid: true });
  expect(verify("replify", { headers, body: BODY }, { requireTimestamp: true })).toMatchObject({
    problem: "missing_timestamp",
  });
  const { "x-replify-timestamp": _, ...dropped } = SIGN.replify(BODY, SECRET, NOW);
  expect(verify("replify", { headers: dropped, body: BODY })).toMatchObject({ problem: "bad_signature" });
});

test("what was signed with its time can't be sent again as a body with that time in front", () => {
  for (const text of ["x=1&subject=Fire", "--b\r\n\r\n--b--"]) {
    const { "x-replify-timestamp": at, ...dropped } = SIGN.replify(Buffer.from(text), SECRET, NOW);
    expect(verify("replify", { headers: dropped, body: Buffer.from(`${at}.${text}`) })).toMatchObject({
      problem: "missing_timestamp",
    });
  }
  const decimal = Buffer.from("12.5");
  const headers = { "x-replify-signature": `sha256=${hmac(SECRET, "", decimal).toString("hex")}` };
  expect(verify("replify", { headers, body: decimal })).toMatchObject({ isValid: true });
});

test("bytes that are no UTF-8 verify as they are", () => {
  const body = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
  expect(verify("replify", { headers: SIGN.replify(body, SECRET, NOW), body }).isValid).toBe(true);
});

test("svix's own signer is understood, with several signatures", () => {
  const signature = new SvixWebhook(SECRET).sign("msg_1", new Date(NOW * 1000), BODY.toString("utf8"));
  const headers = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(NOW),
    "webhook-signature": `v1a,ignored v1,${"A".repeat(43)}= ${signature}`,
  };
  expect(verify("standard_webhooks", { headers, body: BODY })).toEqual({
    isValid: true,
    secretIndex: 0,
    eventId: { value: "msg_1", header: "webhook-id" },
    timestamp: NOW,
    proof: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test.each([
  ["stripe", "evt_1"],
  ["slack", "Ev1"],
] as const)("%s names its event in the body", (scheme, value) => {
  expect(verify(scheme, { headers: SIGN[scheme](BODY, SECRET, NOW), body: BODY })).toMatchObject({
    eventId: { value, header: null },
  });
});

test("requests made by GitHub's and Stripe's own packages are taken, and with a byte changed refused", async () => {
  const text = BODY.toString("utf8");
  const tampered = Buffer.from(text.replace("fire", "wire"));
  const github = { "x-hub-signature-256": await signLikeGitHub(SECRET, text) };
  const stripe = {
    "stripe-signature": Stripe.webhooks.generateTestHeaderString({
      payload: text,
      secret: SECRET,
      timestamp: NOW,
    }),
  };
  for (const [scheme, headers] of [
    ["github", github],
    ["stripe", stripe],
  ] as const) {
    expect(verify(scheme, { headers, body: BODY })).toMatchObject({ isValid: true });
    expect(verify(scheme, { headers, body: tampered })).toMatchObject({ problem: "bad_signature" });
  }
});
