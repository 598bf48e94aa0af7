import "server-only";
import { eq } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { customerAccounts } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { hashNewPassword } from "@/features/auth/new-password";
import { accountContext } from "@/features/customer-accounts/account-context";
import { confirmAddress } from "@/features/customer-accounts/confirm";
import { inBackground, sendLink, takeMail } from "@/features/customer-accounts/link-mail";
import { createLink, endLinks, findLink, takeLink } from "@/features/customer-accounts/one-time-links";
import { type Account, findAccount, readDesk } from "@/features/customer-accounts/queries";
import { endCustomerSessionsOf } from "@/features/customer-accounts/session";
import { customerTarget } from "@/features/customers/audit-target";
import { consumeRateLimit } from "@/features/limits/rate-limit";
import { endSessions } from "@/features/oauth-sessions/end";
import type { Client, Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";
import { limitedAddress } from "@/lib/limited-address";
import { onOneLine } from "@/lib/mail";
import { HOUR_MS, SECOND_MS } from "@/lib/time";

const PER_ADDRESS = { name: "customer-reset:address", max: 20, windowSeconds: HOUR_MS / SECOND_MS };

/** Mails a link to set a new password, if there is such an account: nobody learns from here whether there is. */
export async function requestReset(organizationId: number, email: string, client: Client): Promise<void> {
  await consumeRateLimit(PER_ADDRESS, limitedAddress(client.ip), "Too many links were asked for.");
  inBackground("send a link to reset a password", async () => {
    const account = await findAccount(organizationId, email);
    if (account) await offerReset(account, "asked");
  });
}

const REASONS = {
  asked: "Somebody asked for a new password for your account at",
  registered: "Somebody tried to make an account with your address, but you have one already at",
  unconfirmed: "Somebody asked for a link to sign in to your account, whose address is not confirmed yet, at",
};

export async function offerReset(account: Account, reason: keyof typeof REASONS): Promise<void> {
  const { id: accountId, organizationId, email } = account;
  if (!(await takeMail(organizationId, email))) return;
  const desk = onOneLine((await readDesk(organizationId)).name);
  await transaction(async () => {
    const link = { organizationId, purpose: "reset_password", email, accountId } as const;
    const { url } = await createLink(link);
    sendLink({
      to: email,
      subject: `Set a new password for ${desk}`,
      text: [
        `${REASONS[reason]} ${desk}.`,
        `To set a new password, use this link:\n${url}`,
        "It works once, for an hour. If it was not you, there is nothing to do: your password still works.",
      ],
      url,
    });
  });
}

/**
 * Sets a new password by a link from a mail, which proves the address, too. Whoever knew the one before is out: every browser and every app of
 * the account has to sign in again.
 */
export async function resetPassword(
  token: string,
  password: string,
  client: Client,
): Promise<{ accountId: string; organizationId: number }> {
  const link = await findLink("reset_password", token);
  const accountId = link?.accountId;
  if (!link || !accountId) throw new ResetLinkUsedError();
  const { name: organizationName } = await readDesk(link.organizationId);
  const passwordHash = await hashNewPassword(password, { email: link.email, name: "", organizationName });
  return transaction(async () => {
    const account = await confirmAddress(accountId, client);
    if (!(await takeLink("reset_password", token))) throw new ResetLinkUsedError();
    await replacePassword(accountContext(account, client), account, passwordHash, "customer.password_reset");
    return { accountId: account.id, organizationId: account.organizationId };
  });
}

class ResetLinkUsedError extends ConflictError {
  constructor() {
    super("This link was used already, or is older than an hour. Ask for a new one.");
  }
}

/** In the surrounding transaction. */
export async function replacePassword(
  ctx: Context,
  { id, customerId }: Account,
  passwordHash: string,
  action: "customer.password_reset" | "customer.password_changed" | "customer.invitation_accepted",
): Promise<void> {
  await database().update(customerAccounts).set({ passwordHash }).where(eq(customerAccounts.id, id));
  await endLinks(id, "reset_password");
  await endLinks(id, "sign_in");
  await endCustomerSessionsOf([id]);
  await endSessions(ctx, { accountIds: [id] }, "account");
  await recordAudit(ctx, { action, target: customerTarget(customerId) });
}
