import "server-only";
import { transaction } from "@/db/client";
import { type CustomerSession, isSignedIn } from "@/features/customer-accounts/session";
import { lockOwner } from "@/features/oauth-sessions/locks";

/**
 * What a customer agrees to, done while they are signed in; null if they are no more. A reset of the password, which signs them out and takes
 * back what they agreed to, comes before all of it or after.
 */
export function whileSignedIn<Result>(
  { id, account }: CustomerSession,
  work: () => Promise<Result>,
): Promise<Result | null> {
  return transaction(async () => {
    const owner = await lockOwner(account.organizationId, account.id, "share");
    return owner && (await isSignedIn(id)) ? work() : null;
  });
}
