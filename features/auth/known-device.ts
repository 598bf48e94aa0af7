import "server-only";
import { decode, encode } from "next-auth/jwt";
import { env, isSecure } from "@/lib/env";
import { DAY_MS, SECOND_MS } from "@/lib/time";

const MAX_AGE_SECONDS = (180 * DAY_MS) / SECOND_MS;
/** Gives it a key of its own, so that it opens no session. */
const SALT = "known device";

/** A browser in which somebody has signed in before. */
export interface KnownDevice {
  id: string;
  userId: number;
}

export function deviceCookieName(): string {
  return isSecure() ? "__Host-replify.device" : "replify.device";
}

export function deviceCookieOptions() {
  return { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isSecure(), maxAge: MAX_AGE_SECONDS };
}

export function encodeDeviceCookie(userId: number): Promise<string> {
  return encode({
    token: { sub: String(userId) },
    secret: env.NEXTAUTH_SECRET,
    salt: SALT,
    maxAge: MAX_AGE_SECONDS,
  });
}

/** Null for a cookie that is forged, too old, or not about a device. */
export async function decodeDeviceCookie(cookie: string): Promise<KnownDevice | null> {
  try {
    const token = await decode({ token: cookie, secret: env.NEXTAUTH_SECRET, salt: SALT });
    return token?.sub && typeof token.jti === "string" ? { id: token.jti, userId: Number(token.sub) } : null;
  } catch {
    return null;
  }
}
