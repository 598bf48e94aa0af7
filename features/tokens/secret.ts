import "server-only";
import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const PREFIX = "rpl_at_";
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const FORMAT = /^rpl_at_[0-9A-Za-z]{38}$/;

/** `rpl_at_` + 32 random base62 characters (190 bits) + CRC-32 of those in base62, so that scanners and we spot typos without a lookup. */
export function mintToken(): string {
  let random = "";
  while (random.length < RANDOM_LENGTH) random += ALPHABET[randomInt(ALPHABET.length)];
  return PREFIX + random + checksum(random);
}

export function isWellFormedToken(token: string): boolean {
  if (!FORMAT.test(token)) return false;
  const body = token.slice(PREFIX.length);
  return checksum(body.slice(0, RANDOM_LENGTH)) === body.slice(RANDOM_LENGTH);
}

/** What the database keeps: SHA-256 is enough for 190 random bits. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** The parts that may be shown later. */
export function tokenHint(token: string): { prefix: string; lastFour: string } {
  return { prefix: token.slice(0, PREFIX.length + 4), lastFour: token.slice(-4) };
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
