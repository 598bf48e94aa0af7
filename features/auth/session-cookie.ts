import "server-only";
import { cookies, headers } from "next/headers";
import { NextResponse } from "next/server";
import {
  decodeDeviceCookie,
  deviceCookieName,
  deviceCookieOptions,
  encodeDeviceCookie,
} from "@/features/auth/known-device";
import {
  encodeSessionCookie,
  sessionCookieName,
  sessionCookieOptions,
  sessionIdOf,
  type Visitor,
} from "@/features/auth/session";
import { clientOf } from "@/lib/client-address";

/** For server actions: signs this browser in. */
export async function setSessionCookie(session: { id: string; userId: number }): Promise<void> {
  const store = await cookies();
  store.set(sessionCookieName(), await encodeSessionCookie(session), sessionCookieOptions());
  await setDeviceCookie(session.userId);
}

/** The same for route handlers, by the headers of their answer. */
export async function addSessionCookie(
  answer: Headers,
  session: { id: string; userId: number },
): Promise<void> {
  const { cookies: jar, headers: made } = new NextResponse();
  jar.set(sessionCookieName(), await encodeSessionCookie(session), sessionCookieOptions());
  jar.set(deviceCookieName(), await encodeDeviceCookie(session.userId), deviceCookieOptions());
  for (const cookie of made.getSetCookie()) answer.append("set-cookie", cookie);
}

/** The same for what makes this browser known to the account, also after it is signed out. */
export async function setDeviceCookie(userId: number): Promise<void> {
  const store = await cookies();
  store.set(deviceCookieName(), await encodeDeviceCookie(userId), deviceCookieOptions());
}

/** Who is at the other end of the request that is being answered. */
export async function requestVisitor(): Promise<Visitor> {
  const list = await headers();
  const store = await cookies();
  const cookie = store.get(sessionCookieName())?.value;
  const device = store.get(deviceCookieName())?.value;
  return {
    ...clientOf(list),
    sessionId: cookie ? await sessionIdOf(cookie) : null,
    device: device ? await decodeDeviceCookie(device) : null,
  };
}
