import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import {
  type CustomerSession,
  customerCookieName,
  customerCookieOptions,
  endCustomerSession,
  findCustomerSession,
} from "@/features/customer-accounts/session";
import { clientOf } from "@/lib/client-address";
import type { Client } from "@/lib/context";

/** Who is at the other end of the request that is being answered. */
export async function requestClient(): Promise<Client> {
  return clientOf(await headers());
}

export async function readCustomerCookie(): Promise<string | null> {
  return (await cookies()).get(customerCookieName())?.value ?? null;
}

/** Who is signed in to this browser, at whichever desk. Looked up once for a page and its frame. */
export const signedInCustomer = cache(async (): Promise<CustomerSession | null> => {
  const cookie = await readCustomerCookie();
  return cookie ? findCustomerSession(cookie) : null;
});

/** Who is signed in to this browser at the given desk; somebody's session elsewhere counts for nothing. */
export async function currentCustomer(organizationId: number): Promise<CustomerSession | null> {
  const session = await signedInCustomer();
  return session?.account.organizationId === organizationId ? session : null;
}

export async function setCustomerCookie(value: string): Promise<void> {
  (await cookies()).set(customerCookieName(), value, customerCookieOptions());
}

/** Ends the session itself, so that a copy of the cookie is worth nothing. */
export async function signOutCustomer(): Promise<void> {
  const cookie = await readCustomerCookie();
  if (cookie) await endCustomerSession(cookie, await requestClient());
  // Browsers ignore a deletion of a `__Host-` cookie that isn't marked secure, which `delete` can't do.
  (await cookies()).set(customerCookieName(), "", { ...customerCookieOptions(), maxAge: 0 });
}
