import "server-only";
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { env } from "@/lib/env";

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
const DERIVED_BYTES = 32;

/**
 * Encrypts with the first key of ENCRYPTION_KEYS. `aad` names the row and column (`subscription|<id>|secret`), so that a
 * ciphertext moved elsewhere in the database no longer opens. Envelope: `v1.kid.iv.ciphertext.tag`.
 */
export function encryptSecret(plain: string, aad: string): string {
  const [[kid, key]] = keys();
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(aad));
  const ciphertext = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return ["v1", kid, ...[iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(
    ".",
  );
}

/** The name of the key that encrypts. */
export function firstKeyId(): string {
  return keys()[0][0];
}

/** Whether there are keys that only decrypt. */
export function hasOlderKeys(): boolean {
  return keys().length > 1;
}

/** Throws when the key is gone, the row is another one, or a byte was changed. */
export function decryptSecret(envelope: string, aad: string): string {
  const [version, kid, iv, ciphertext, tag] = envelope.split(".");
  if (version !== "v1" || !kid || !iv || ciphertext === undefined || !tag)
    throw new Error("Not an encrypted value");
  const key = keys().find(([id]) => id === kid)?.[1];
  if (!key) throw new Error(`Encryption key ${kid} is not in ENCRYPTION_KEYS`);
  // Without authTagLength Node would accept a tag cut to 4 bytes.
  const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(iv, "base64url"), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return decipher.update(Buffer.from(ciphertext, "base64url"), undefined, "utf8") + decipher.final("utf8");
}

/**
 * A key for one purpose from each of ENCRYPTION_KEYS: sign with the first, verify with all, so that what was signed outlives a rotation. It
 * tells nothing of the keys that encrypt, nor of those for another purpose.
 */
export function signingKeys(purpose: string): [KeyObject, ...KeyObject[]] {
  const { keys, derived } = loadKeyring();
  const known = derived.get(purpose);
  if (known) return known;
  const derive = ([, key]: [string, Buffer]) =>
    createSecretKey(new Uint8Array(hkdfSync("sha256", key, "", `replify|${purpose}`, DERIVED_BYTES)));
  const [first, ...rest] = keys;
  const made: [KeyObject, ...KeyObject[]] = [derive(first), ...rest.map(derive)];
  derived.set(purpose, made);
  return made;
}

interface Keyring {
  source: string;
  keys: [[string, Buffer], ...[string, Buffer][]];
  derived: Map<string, [KeyObject, ...KeyObject[]]>;
}

let keyring: Keyring | undefined;

function keys(): Keyring["keys"] {
  return loadKeyring().keys;
}

function loadKeyring(): Keyring {
  const source = env.ENCRYPTION_KEYS;
  if (keyring?.source !== source) {
    const entries = source.split(",").map((entry): [string, Buffer] => {
      const separator = entry.indexOf(":");
      return [entry.slice(0, separator), Buffer.from(entry.slice(separator + 1), "base64")];
    });
    const [first, ...rest] = entries;
    if (!first) throw new Error("ENCRYPTION_KEYS is empty");
    keyring = { source, keys: [first, ...rest], derived: new Map() };
  }
  return keyring;
}
