import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { claimedHops, hopsProof, provenHops } from "./hops-proof";

const NOW = 1_790_000_000_000;
const DELIVERY = "0190aaaa-0000-7000-8000-000000000001";

const headers = (hops: number, proof: string) => ({
  "x-replify-hops": String(hops),
  "x-replify-hops-proof": proof,
});
const prove = (hops: number, atMs = NOW) =>
  hopsProof({ hops, deliveryId: DELIVERY, timestamp: Math.floor(atMs / 1000) });

afterEach(() => vi.unstubAllEnvs());

test("what we set is proven, for a day", () => {
  expect(provenHops(headers(3, prove(3)), NOW)).toBe(3);
  expect(provenHops(headers(3, prove(3)), NOW + 23 * 3_600_000)).toBe(3);
  expect(provenHops(headers(3, prove(3)), NOW + 25 * 3_600_000)).toBe(0);
  expect(provenHops(headers(3, prove(3, NOW + 25 * 3_600_000)), NOW)).toBe(0);
});

test("no other number, time, delivery or digest is", () => {
  const proof = prove(2);
  expect(provenHops(headers(3, proof), NOW)).toBe(0);
  expect(provenHops({ "x-replify-hops": "2" }, NOW)).toBe(0);
  fc.assert(
    fc.property(fc.nat(proof.length - 1), fc.constantFrom(..."0123456789abcdef"), (at, character) => {
      const changed = `${proof.slice(0, at)}${character}${proof.slice(at + 1)}`;
      expect(provenHops(headers(2, changed), NOW)).toBe(changed === proof ? 2 : 0);
    }),
  );
  fc.assert(
    fc.property(fc.string(), fc.string(), (hops, text) => {
      const sent = { "x-replify-hops": hops, "x-replify-hops-proof": text };
      expect(provenHops(sent, NOW)).toBe(0);
      expect(claimedHops(sent)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("a proof outlives the rotation of the keys, and no other installation takes it", async () => {
  const proof = prove(3);
  const key = (kid: string) => `${kid}:${randomBytes(32).toString("base64")}`;
  /** The module as a process with these settings has it. */
  const startedWith = async (keys: string) => {
    vi.stubEnv("ENCRYPTION_KEYS", keys);
    vi.resetModules();
    return import("./hops-proof");
  };
  const rotated = await startedWith(`${key("new")},${process.env.ENCRYPTION_KEYS}`);
  expect(rotated.provenHops(headers(3, proof), NOW)).toBe(3);
  expect(rotated.hopsProof({ hops: 3, deliveryId: DELIVERY, timestamp: NOW / 1000 })).not.toBe(proof);
  const other = await startedWith(key("other"));
  expect(other.provenHops(headers(3, proof), NOW)).toBe(0);
});
