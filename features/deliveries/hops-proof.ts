import "server-only";
import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";
import { signingKeys } from "@/lib/keyring";
import { DAY_MS } from "@/lib/time";

export const HOPS_HEADER = "x-replify-hops";
export const HOPS_PROOF_HEADER = "x-replify-hops-proof";

const PURPOSE = "hops";
const HOPS = /^\d{1,3}$/;
const PROOF = /^t=(\d{1,12}),d=([0-9a-f-]{36}),v1=([0-9a-f]{64})$/;
/** A loop that takes longer does no harm, and a proof that somebody kept is soon of no use. */
const MAX_AGE_MS = DAY_MS;

interface Hops {
  hops: number;
  deliveryId: string;
  /** Unix seconds of the attempt. */
  timestamp: number;
}

/**
 * Shows that we set X-Replify-Hops. It covers neither body nor address: whoever passes a delivery on writes its own body to another address,
 * and sends just the two headers along.
 */
export function hopsProof(parts: Hops): string {
  const [key] = signingKeys(PURPOSE);
  return `t=${parts.timestamp},d=${parts.deliveryId},v1=${digest(key, parts).toString("hex")}`;
}

/** What the header says, whoever set it; 0 where it is missing or no number. */
export function claimedHops(headers: Readonly<Record<string, string>>): number {
  const text = headers[HOPS_HEADER] ?? "";
  return HOPS.test(text) ? Number(text) : 0;
}

/** How many deliveries of this installation led here one behind the other, as far as that is proven. */
export function provenHops(headers: Readonly<Record<string, string>>, nowMs: number): number {
  const hops = claimedHops(headers);
  const [, timestamp, deliveryId, hex] = PROOF.exec(headers[HOPS_PROOF_HEADER] ?? "") ?? [];
  if (hops === 0 || !timestamp || !deliveryId || !hex) return 0;
  if (Math.abs(nowMs - Number(timestamp) * 1000) > MAX_AGE_MS) return 0;
  const given = Buffer.from(hex, "hex");
  const parts = { hops, deliveryId, timestamp: Number(timestamp) };
  const isOurs = signingKeys(PURPOSE).some((key) => timingSafeEqual(given, digest(key, parts)));
  return isOurs ? hops : 0;
}

function digest(key: KeyObject, { hops, deliveryId, timestamp }: Hops): Buffer {
  return createHmac("sha256", key).update(`${timestamp}.${deliveryId}.${hops}`).digest();
}
