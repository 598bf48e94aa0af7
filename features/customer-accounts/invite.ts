import "server-only";
import { transaction } from "@/db/client";
import { recordAudit } from "@/features/audit/record";
import { hashNewPassword } from "@/features/auth/new-password";
import { systemContext } from "@/features/auth/system-context";
import { accountContext } from "@/features/customer-accounts/account-context";
import { confirmAddress } from "@/features/customer-accounts/confirm";
import { createAccount } from "@/features/customer-accounts/create-account";
import { sendLink, takeMail } from "@/features/customer-accounts/link-mail";
import { createLink, findLink, takeLink } from "@/features/customer-accounts/one-time-links";
import { findAccount, readDesk } from "@/features/customer-accounts/queries";
import { replacePassword } from "@/features/customer-accounts/reset-password";
import type { CustomerInvitation } from "@/features/customer-accounts/schema";
import { customerTarget } from "@/features/customers/audit-target";
import { lockCustomers, readLiving } from "@/features/customers/change";
import { findEmailOwner, lockIdentities } from "@/features/customers/identities";
import { readCustomer } from "@/features/customers/queries";
import { actorUserId, authorize, type Client, type Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";
import { isMailConfigured, onOneLine } from "@/lib/mail";

/**
 * Invites a customer to make an account. The answer and the mail are the only places where the link ever appears; where nobody has proved yet
 * that the customer and the address belong together, the mail alone, as whoever registered may ask for it in the owner's name.
 */
export async function inviteCustomer(ctx: Context, customerId: string): Promise<CustomerInvitation> {
  authorize(ctx, "customers:write");
  const { organizationId } = ctx;
  return transaction(async () => {
    await lockCustomers(ctx, [customerId]);
    const customer = await readLiving(ctx, customerId);
    // Whoever has registered, and can't confirm the address by themselves, say as there is no mail server, confirms it by the invitation.
    const email = customer.email ?? customer.accounts[0]?.email ?? null;
    if (email === null)
      throw new ConflictError("The customer has no email address to invite. Add one, then invite them.");
    const account = await findAccount(organizationId, email);
    if (account?.emailVerifiedAt)
      throw new ConflictError(
        "The customer has an account already. They can sign in, or reset its password.",
      );
    await recordAudit(ctx, { action: "customer.invited", target: customerTarget(customerId) });
    const { url, expiresAt } = await mailInvitation(organizationId, email, actorUserId(ctx));
    const mailed = isMailConfigured();
    const isShown = !mailed || customer.email !== null;
    return { email, url: isShown ? url : null, expiresAt: expiresAt.toISOString(), mailed };
  });
}

/** Whose first address it is: a further one proves nothing, e.g. since its customer has moved on to another. */
async function findByAddress(ctx: Context, email: string): Promise<string | null> {
  const owner = await findEmailOwner(ctx, email);
  return owner !== null && (await readCustomer(ctx, owner)).email === email ? owner : null;
}

/**
 * Mails a customer without an account a link to make it, for whoever asks to sign in by the address. Nobody where accounts are made by
 * invitation alone.
 */
export async function offerAccount(organizationId: number, email: string): Promise<void> {
  const { registration } = await readDesk(organizationId);
  if (registration === "invitation") return;
  const owner = await findByAddress(systemContext("registration", organizationId), email);
  if (owner === null || !(await takeMail(organizationId, email))) return;
  await transaction(() => mailInvitation(organizationId, email, null));
}

/** In the surrounding transaction. */
async function mailInvitation(organizationId: number, email: string, createdBy: number | null) {
  const link = { organizationId, purpose: "invitation", email, accountId: null, createdBy } as const;
  const created = await createLink(link);
  const desk = onOneLine((await readDesk(organizationId)).name);
  sendLink({
    to: email,
    subject: `Your account at ${desk}`,
    text: [
      `${desk} invites you to make an account, with which you can connect your sites and follow your support tickets.`,
      `Choose a password here:\n${created.url}`,
      "The link is for you alone and works once. If you did not expect it, ignore this message.",
    ],
    url: created.url,
  });
  return created;
}

/** Makes the account of whoever holds the link, which proves the address. */
export async function acceptInvitation(
  token: string,
  { password, name }: { password: string; name?: string | undefined },
  client: Client,
): Promise<{ accountId: string; organizationId: number }> {
  const link = await findLink("invitation", token);
  if (!link) throw new InvitationUsedError();
  const { organizationId, email } = link;
  const { name: organizationName } = await readDesk(organizationId);
  const passwordHash = await hashNewPassword(password, { email, name: name ?? "", organizationName });
  return transaction(async () => {
    const ctx = { ...systemContext("registration", organizationId), ...client };
    await lockIdentities(ctx, [{ kind: "email", value: email }]);
    const existing = await findAccount(organizationId, email);
    if (existing?.emailVerifiedAt)
      throw new ConflictError("You have an account already. Sign in, or ask for a new password.");
    // One that somebody else made for the address becomes that of who was invited.
    const { id } =
      existing ??
      (await createAccount(ctx, { email, passwordHash, name, customerId: await findByAddress(ctx, email) }));
    const account = await confirmAddress(id, client);
    if (!(await takeLink("invitation", token))) throw new InvitationUsedError();
    await replacePassword(
      accountContext(account, client),
      account,
      passwordHash,
      "customer.invitation_accepted",
    );
    return { accountId: id, organizationId };
  });
}

class InvitationUsedError extends ConflictError {
  constructor() {
    super("This invitation was used already, or is too old. Ask the support team for a new one.");
  }
}
