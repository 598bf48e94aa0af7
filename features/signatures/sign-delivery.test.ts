import { execFileSync, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, it } from "vitest";
import { FORMATS } from "@/features/formats/formats";
import { generateSecret } from "./keys";
import { signDelivery } from "./sign-delivery";

const OPENSSL = "openssl";
const hasOpenssl = spawnSync(OPENSSL, ["version"]).status === 0;

const ownSecret = fc.string({ unit: "grapheme", minLength: 8, maxLength: 256 });
const generatedSecret = fc
  .uint8Array({ minLength: 1, maxLength: 64 })
  .map((bytes) => whsec(Buffer.from(bytes)));
const jsonBody = fc.json({ noUnicodeString: false });
const deliveryId = fc.uuid({ version: 7 });

describe("webhook-signature", () => {
  it("verifies with standardwebhooks and svix for generated secrets", () => {
    fc.assert(
      fc.property(generatedSecret, deliveryId, jsonBody, (secret, id, body) => {
        const headers = standardHeaders([secret], id, body);
        expect(new StandardWebhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
        expect(() => new SvixWebhook(secret).verify(body, headers)).not.toThrow();
      }),
    );
  });

  it("verifies with both for the UTF-8 bytes of a caller's own secret", () => {
    fc.assert(
      fc.property(ownSecret, deliveryId, jsonBody, (secret, id, body) => {
        fc.pre(!secret.startsWith("whsec_"));
        const headers = standardHeaders([secret], id, body);
        const key = new Uint8Array(Buffer.from(secret, "utf8"));
        expect(() => new StandardWebhook(key, { format: "raw" }).verify(body, headers)).not.toThrow();
        expect(() => new SvixWebhook(key, { format: "raw" }).verify(body, headers)).not.toThrow();
      }),
    );
  });

  it("verifies with either secret during a rotation, and with no other", () => {
    const [current, previous, other] = [generateSecret(), generateSecret(), generateSecret()];
    const headers = standardHeaders([current, previous], "0190", '{"a":1}');
    expect(headers["webhook-signature"].split(" ")).toHaveLength(2);
    expect(() => new StandardWebhook(current).verify('{"a":1}', headers)).not.toThrow();
    expect(() => new StandardWebhook(previous).verify('{"a":1}', headers)).not.toThrow();
    expect(() => new StandardWebhook(other).verify('{"a":1}', headers)).toThrow("No matching signature");
    expect(() => new StandardWebhook(current).verify('{"a":2}', headers)).toThrow("No matching signature");
  });

  it("takes a secret that only looks encoded as text", () => {
    for (const secret of ["whsec_not base64!", "whsec_abc", "whsec_"]) {
      const headers = standardHeaders([secret], "0190", "{}");
      const key = new Uint8Array(Buffer.from(secret));
      expect(() => new StandardWebhook(key, { format: "raw" }).verify("{}", headers)).not.toThrow();
    }
  });
});

describe("x-replify-signature", () => {
  it("is the HMAC of timestamp and body under the whole secret", () => {
    fc.assert(
      fc.property(
        fc.oneof(ownSecret, generatedSecret),
        fc.nat(),
        fc.string({ unit: "binary" }),
        (secret, timestamp, body) => {
          const signed = sign({ secrets: [secret], deliveryId: "0190", timestamp, body });
          const expected = createHmac("sha256", Buffer.from(secret))
            .update(`${timestamp}.`)
            .update(body)
            .digest("hex");
          expect(signed["x-replify-signature"]).toBe(`sha256=${expected}`);
        },
      ),
    );
  });

  it("has a known value, and a second one after a comma during a rotation", () => {
    const one = sign({
      secrets: ["old secret"],
      deliveryId: "0190",
      timestamp: 1_700_000_000,
      body: "{}",
    });
    const two = sign({
      secrets: ["new secret", "old secret"],
      deliveryId: "0190",
      timestamp: 1_700_000_000,
      body: "{}",
    });
    expect(one["x-replify-signature"]).toBe(
      "sha256=835b6bf22753a4e3c4e290937c5fad0af1e6dc19097348fa1e00034e08f211f7",
    );
    expect(two["x-replify-signature"]).toMatch(/^sha256=[0-9a-f]{64},sha256=[0-9a-f]{64}$/);
    expect(two["x-replify-signature"].split(",")[1]).toBe(one["x-replify-signature"]);
  });

  it.skipIf(!hasOpenssl)("verifies with openssl", () => {
    const bodies = ["{}", '{"text":"Grüße ✓ 漢字 \\u0000"}', JSON.stringify({ long: "x".repeat(100_000) })];
    for (const secret of [generateSecret(), "my own secret ✓"]) {
      for (const body of bodies) {
        const timestamp = Math.floor(Date.now() / 1000);
        const signed = sign({ secrets: [secret], deliveryId: "0190", timestamp, body });
        const output = execFileSync(OPENSSL, ["dgst", "-sha256", "-hmac", secret, "-hex"], {
          input: `${timestamp}.${body}`,
        });
        expect(signed["x-replify-signature"]).toBe(`sha256=${output.toString().trim().split(" ").at(-1)}`);
      }
    }
  });
});

describe("generateSecret", () => {
  it("gives 32 random bytes, another time other ones", () => {
    const secret = generateSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(Buffer.from(secret.slice(6), "base64")).toHaveLength(32);
    expect(generateSecret()).not.toBe(secret);
  });
});

function sign(delivery: Omit<Parameters<typeof signDelivery>[0], "own">) {
  const none = { "x-replify-signature": "", "webhook-signature": "" };
  return { ...none, ...signDelivery({ ...delivery, own: FORMATS.replify.signature }) };
}

function whsec(bytes: Buffer): string {
  return `whsec_${bytes.toString("base64")}`;
}

/** The oracles compare the timestamp with the clock. */
function standardHeaders(secrets: string[], id: string, body: string) {
  const timestamp = Math.floor(Date.now() / 1000);
  const signed = sign({ secrets, deliveryId: id, timestamp, body });
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signed["webhook-signature"],
  };
}
