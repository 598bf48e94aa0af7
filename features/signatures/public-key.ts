import "server-only";
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { Proof } from "./schemes/scheme";

const CACHE_MAX = 10_000;
/** What stands before the 32 bytes of an Ed25519 key in SPKI. */
const ED25519_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

const known = new Map<string, KeyObject>();

/** The key that a sender shows to whoever wants to check its signatures; null for a text that is none. */
export function publicKey(text: string, proof: Proof): KeyObject | null {
  const found = known.get(`${proof}:${text}`);
  if (found) return found;
  const key = readKey(text, proof);
  if (key === null) return null;
  if (known.size >= CACHE_MAX) known.clear();
  known.set(`${proof}:${text}`, key);
  return key;
}

function readKey(text: string, proof: Proof): KeyObject | null {
  try {
    const key = createPublicKey({ key: derOf(text, proof), format: "der", type: "spki" });
    return key.asymmetricKeyType === (proof === "ed25519" ? "ed25519" : "ec") ? key : null;
  } catch {
    return null;
  }
}

/** Discord writes the bare key in hex; SendGrid the SPKI in base64, which some wrap as PEM. */
function derOf(text: string, proof: Proof): Buffer {
  if (proof === "ed25519" && /^[0-9a-f]{64}$/i.test(text))
    return Buffer.concat([ED25519_PREFIX, Buffer.from(text, "hex")]);
  return Buffer.from(text.replaceAll(/-----[A-Z ]+-----|\s/g, ""), "base64");
}

export function isSignedBy(key: KeyObject, signed: Buffer, signature: Buffer): boolean {
  try {
    return verify(key.asymmetricKeyType === "ec" ? "sha256" : null, signed, key, signature);
  } catch {
    return false;
  }
}
