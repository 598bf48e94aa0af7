import "server-only";
import { cookies, headers } from "next/headers";
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

/** For server actions and route handlers: signs this browser in. */
export async function setSessionCookie(session: { id: string; userId: number }): Promise<void> {
  const store = await cookies();
  store.set(sessionCookieName(), await encodeSessionCookie(session), sessionCookieOptions());
  await setDeviceCookie(session.userId);
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
