import "server-only";
import { createHmac, randomInt } from "node:crypto";
import { signingKeys } from "@/lib/keyring";

/** No vowels, so that no word comes about, and nothing that looks like something else (RFC 8628 §6.1). */
const ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
const LENGTH = 8;
const PURPOSE = "oauth-user-code";

/** `WDJBMJHT`. */
export function mintUserCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}

/** `WDJB-MJHT`. */
export function formatUserCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/** What somebody typed, in whatever case and with whatever between; null where it can be no code. */
export function readUserCode(typed: string): string | null {
  const code = typed.replace(/[\s\p{Pd}]/gu, "").toUpperCase();
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : null;
}

/** What the database keeps of a code, by each of our keys: the newest first. Without a key all codes would be tried in seconds. */
export function hashUserCode(code: string): [string, ...string[]] {
  const [first, ...rest] = signingKeys(PURPOSE).map((key) =>
    createHmac("sha256", key).update(code).digest("hex"),
  );
  if (first === undefined) throw new Error("there is no signing key");
  return [first, ...rest];
}
