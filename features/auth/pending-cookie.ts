import "server-only";
import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { type Entry, PENDING_MINUTES } from "@/features/auth/enter";
import { factorStepHref } from "@/features/auth/links";
import { setSessionCookie } from "@/features/auth/session-cookie";
import { env, isSecure } from "@/lib/env";

/** Gives it a key of its own, so that it opens no session. */
const SALT = "pending sign-in";
const MAX_AGE_SECONDS = PENDING_MINUTES * 60;

/** Carries on in this browser with what a first proof led to. Returns where to go: to `next`, or to the step of the second factor. */
export async function continueWith(entry: Entry, next: string): Promise<string> {
  if (entry.sessionId !== undefined) {
    await setSessionCookie({ id: entry.sessionId, userId: entry.userId });
    await forgetPendingSignIn();
    return next;
  }
  const token = { sub: String(entry.userId), pid: entry.pendingId };
  const value = await encode({ token, secret: env.NEXTAUTH_SECRET, salt: SALT, maxAge: MAX_AGE_SECONDS });
  (await cookies()).set(pendingCookieName(), value, cookieOptions(MAX_AGE_SECONDS));
  return factorStepHref(next);
}

/** The sign-in of this browser that waits for its second factor; null without one. */
export async function pendingSignInId(): Promise<string | null> {
  const cookie = (await cookies()).get(pendingCookieName())?.value;
  if (!cookie) return null;
  try {
    const token = await decode({ token: cookie, secret: env.NEXTAUTH_SECRET, salt: SALT });
    return typeof token?.pid === "string" ? token.pid : null;
  } catch {
    return null;
  }
}

async function forgetPendingSignIn(): Promise<void> {
  const store = await cookies();
  // Browsers ignore a deletion of a `__Host-` cookie that isn't marked secure, which `delete` can't do.
  if (store.has(pendingCookieName())) store.set(pendingCookieName(), "", cookieOptions(0));
}

function pendingCookieName(): string {
  return isSecure() ? "__Host-replify.sign-in" : "replify.sign-in";
}

function cookieOptions(maxAge: number) {
  return { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isSecure(), maxAge };
}
