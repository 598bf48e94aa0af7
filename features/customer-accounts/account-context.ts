import "server-only";
import { customerContext } from "@/features/auth/customer-context";
import type { Account } from "@/features/customer-accounts/queries";
import type { Client, Context } from "@/lib/context";
import { currentRequestId } from "@/lib/request-log";

/** What a customer does about their own account. Before there is a session, say by a link, the account stands in its place. */
export function accountContext(
  { id, organizationId, customerId, email }: Account,
  { ip, userAgent }: Client,
  sessionId = id,
): Context {
  return customerContext({ organizationId, customerId, name: email, sessionId }, currentRequestId(), {
    ip,
    userAgent,
  });
}
