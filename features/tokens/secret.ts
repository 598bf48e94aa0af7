import "server-only";
import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

/** Access tokens: those of the API, and those of customers' apps, which are kept elsewhere. Then refresh tokens, and codes for either. */
export type TokenPrefix = "rpl_at_" | "rpl_rt_" | "rpl_ac_" | "rpl_dc_";

const PREFIX_LENGTH = "rpl_at_".length;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const BODY = /^[0-9A-Za-z]{38}$/;

/** A prefix + 32 random base62 characters (190 bits) + CRC-32 of those in base62, so that scanners and we spot typos without a lookup. */
export function mintToken(prefix: TokenPrefix = "rpl_at_"): string {
  let random = "";
  while (random.length < RANDOM_LENGTH) random += ALPHABET[randomInt(ALPHABET.length)];
  return prefix + random + checksum(random);
}

export function isWellFormedToken(token: string, prefix: TokenPrefix = "rpl_at_"): boolean {
  const body = token.slice(PREFIX_LENGTH);
  return (
    token.startsWith(prefix) &&
    BODY.test(body) &&
    checksum(body.slice(0, RANDOM_LENGTH)) === body.slice(RANDOM_LENGTH)
  );
}

/** What the database keeps: SHA-256 is enough for 190 random bits. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** The parts that may be shown later. */
export function tokenHint(token: string): { prefix: string; lastFour: string } {
  return { prefix: token.slice(0, PREFIX_LENGTH + 4), lastFour: token.slice(-4) };
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let position = 0; position < CHECKSUM_LENGTH; position++) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}
