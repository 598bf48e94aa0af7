import "server-only";
import { cookies, headers } from "next/headers";
import {
  encodeSessionCookie,
  sessionCookieName,
  sessionCookieOptions,
  sessionIdOf,
  type Visitor,
} from "@/features/auth/session";

/** For server actions and route handlers: signs this browser in. */
export async function setSessionCookie(session: { id: string; userId: number }): Promise<void> {
  const store = await cookies();
  store.set(sessionCookieName(), await encodeSessionCookie(session), sessionCookieOptions());
}

/** Who is at the other end of the request that is being answered. */
export async function requestVisitor(): Promise<Visitor> {
  const list = await headers();
  const cookie = (await cookies()).get(sessionCookieName())?.value;
  return {
    ip: list.get("x-replify-client-address"),
    userAgent: list.get("user-agent"),
    sessionId: cookie ? await sessionIdOf(cookie) : null,
  };
}
