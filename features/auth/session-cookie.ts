import "server-only";
import { cookies, headers } from "next/headers";
import { encodeSessionCookie, sessionCookieName, sessionCookieOptions } from "@/features/auth/session";
import type { Client } from "@/lib/context";

/** For server actions only: signs this browser in. */
export async function setSessionCookie(session: { id: string; userId: number }): Promise<void> {
  const store = await cookies();
  store.set(sessionCookieName(), await encodeSessionCookie(session), sessionCookieOptions());
}

/** Who is at the other end of the request that is being answered. */
export async function requestClient(): Promise<Client> {
  const list = await headers();
  return { ip: list.get("x-replify-client-address"), userAgent: list.get("user-agent") };
}
