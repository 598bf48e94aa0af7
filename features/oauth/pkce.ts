import "server-only";
import { createHash } from "node:crypto";
import { isSameSecret } from "@/lib/same-secret";

/** RFC 7636 §4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;
/** A SHA-256 in base64url. */
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

export function isCodeChallenge(text: string): boolean {
  return CHALLENGE.test(text);
}

/** By S256, the only method there is here. */
export function fitsChallenge(verifier: string, challenge: string): boolean {
  const digest = createHash("sha256").update(verifier).digest("base64url");
  return VERIFIER.test(verifier) && isSameSecret(digest, challenge);
}
