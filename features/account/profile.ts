import "server-only";
import { transaction } from "@/db/client";
import type { AccountCaller } from "@/features/account/caller";
import { requireCustomer } from "@/features/auth/customer-context";
import { checkPassword, enter, PasswordReplacedError } from "@/features/customer-accounts/sign-in";
import { eraseForGood, lockWithMerged } from "@/features/customers/erase";
import { changeCustomer } from "@/features/customers/service";
import type { Context } from "@/lib/context";
import { InvalidFieldError } from "@/lib/errors";

/** What the desk calls the customer from now on. */
export async function renameSelf(ctx: Context, name: string): Promise<void> {
  const { customerId } = requireCustomer(ctx);
  await changeCustomer(ctx, customerId, { name });
}

/** Erases the customer as the desk does, with the account and all that hangs on it; only for whoever knows its password. */
export async function eraseSelf(
  { ctx, account }: Pick<AccountCaller, "ctx" | "account">,
  password: string,
): Promise<void> {
  const { customerId } = requireCustomer(ctx);
  const proven = await checkPassword(account.organizationId, account.email, password, ctx);
  if (!proven) throw new InvalidFieldError("password", "That is not your password.");
  await transaction(async () => {
    // Customers before their accounts, as whoever sets a new password by a link does.
    await lockWithMerged(ctx, customerId);
    const erased = await enter(proven, () => eraseForGood(ctx, customerId));
    if (!erased) throw new PasswordReplacedError();
  });
}
