import "server-only";
import { requireCustomer } from "@/features/auth/customer-context";
import { hashNewPassword } from "@/features/auth/new-password";
import { type Account, readDesk } from "@/features/customer-accounts/queries";
import { replacePassword } from "@/features/customer-accounts/reset-password";
import { createCustomerSession } from "@/features/customer-accounts/session";
import { checkPassword, enter, PasswordReplacedError } from "@/features/customer-accounts/sign-in";
import type { Context } from "@/lib/context";
import { InvalidFieldError } from "@/lib/errors";

interface PasswordChange {
  currentPassword: string;
  password: string;
}

/** As a reset does, ends whatever was opened with the former one, and signs this browser in anew. Returns its cookie's value. */
export async function changeAccountPassword(
  ctx: Context,
  account: Account,
  { currentPassword, password }: PasswordChange,
): Promise<string> {
  requireCustomer(ctx);
  const { organizationId, email } = account;
  const proven = await checkPassword(organizationId, email, currentPassword, ctx);
  if (!proven) throw new InvalidFieldError("currentPassword", "That is not your current password.");
  const { name: organizationName } = await readDesk(organizationId);
  const passwordHash = await hashNewPassword(password, { email, name: "", organizationName });
  const cookie = await enter(proven, async () => {
    await replacePassword(ctx, proven, passwordHash, "customer.password_changed");
    return createCustomerSession(proven.id, ctx);
  });
  if (cookie) return cookie;
  throw new PasswordReplacedError();
}
