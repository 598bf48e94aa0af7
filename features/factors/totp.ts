import "server-only";
import { Secret, TOTP } from "otpauth";
import { renderSVG } from "uqr";
import { env } from "@/lib/env";
import { SECOND_MS } from "@/lib/time";

/** RFC 6238's own values, which is all that some apps can do. */
const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;
/** Steps that a device's clock may be wrong by, either way. */
const WINDOW = 1;

export function newAuthenticatorSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What the app reads: as an address, and as a picture of it. */
export function enrollmentOf(secret: string, account: string): { uri: string; qrCode: string } {
  const issuer = `Replify ${new URL(env.APP_URL).hostname}`;
  const uri = new TOTP({ issuer, label: account, secret: Secret.fromBase32(secret) }).toString();
  return { uri, qrCode: renderSVG(uri, { border: 2 }) };
}

/** The time step that a code is of; null for a wrong one. */
export function stepOfCode(secret: string, code: string, now = Date.now()): number | null {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD_SECONDS });
  const delta = totp.validate({ token: code, window: WINDOW, timestamp: now });
  return delta === null ? null : Math.floor(now / (PERIOD_SECONDS * SECOND_MS)) + delta;
}
