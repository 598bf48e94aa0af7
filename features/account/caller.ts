import { customerSignInHref } from "@/features/customer-accounts/links";
import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { accountHref } from "@/features/account/links";
import { customerContext } from "@/features/auth/customer-context";
import type { Account } from "@/features/customer-accounts/queries";
import type { CustomerSession } from "@/features/customer-accounts/session";
import { requestClient, signedInCustomer } from "@/features/customer-accounts/session-cookie";
import { limitCaller } from "@/features/limits/calls";
import { pagePath } from "@/lib/client-address";
import type { Context } from "@/lib/context";
import { UnauthorizedError } from "@/lib/errors";
import { currentRequestId } from "@/lib/request-log";

/** A customer at their own pages. */
export interface AccountCaller {
  ctx: Context;
  account: Account;
  /** What the desk calls them. */
  name: string;
}

/** For pages: whoever is not signed in is sent to do so, and comes back. */
export async function requireAccount(): Promise<AccountCaller> {
  const session = await signedInCustomer();
  if (session) return callerOf(session);
  const path = pagePath(await headers());
  return redirect(customerSignInHref({ next: path === accountHref() ? "" : path }));
}

/** For actions, within the limit of calls that the customer's apps count towards, too. */
export async function callingAccount(): Promise<AccountCaller> {
  const session = await signedInCustomer();
  if (!session)
    throw new UnauthorizedError("You were signed out. Sign in in another tab, then try again here.");
  const caller = await callerOf(session);
  await limitCaller(caller.ctx);
  return caller;
}

async function callerOf({ id, account, customerName }: CustomerSession): Promise<AccountCaller> {
  const name = customerName ?? account.email;
  const { organizationId, customerId } = account;
  const acting = { organizationId, customerId, name, sessionId: id };
  return { ctx: customerContext(acting, currentRequestId(), await requestClient()), account, name };
}
