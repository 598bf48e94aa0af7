import "server-only";
import { eq, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { customerAccounts } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { requireCustomer } from "@/features/auth/customer-context";
import { accountContext } from "@/features/customer-accounts/account-context";
import { joinOwner, LinkUsedError, lockWithOwner } from "@/features/customer-accounts/confirm";
import { inBackground, sendLink, sendNotice, takeMail } from "@/features/customer-accounts/link-mail";
import {
  createLink,
  endInvitations,
  endLinks,
  findLink,
  takeLink,
} from "@/features/customer-accounts/one-time-links";
import { type Account, findAccount, findAccountById, readDesk } from "@/features/customer-accounts/queries";
import { checkPassword } from "@/features/customer-accounts/sign-in";
import { customerTarget } from "@/features/customers/audit-target";
import { consumeRateLimit } from "@/features/limits/rate-limit";
import type { Client, Context } from "@/lib/context";
import { ConflictError, InvalidFieldError } from "@/lib/errors";
import { limitedAddress } from "@/lib/limited-address";
import { onOneLine } from "@/lib/mail";
import { HOUR_MS, SECOND_MS } from "@/lib/time";

/** Each may mail somebody who never asked for it, and accounts are free. */
const PER_ACCOUNT = { name: "customer-address:account", max: 5, windowSeconds: HOUR_MS / SECOND_MS };
const PER_ADDRESS = { name: "customer-address:address", max: 20, windowSeconds: HOUR_MS / SECOND_MS };
const TOO_MANY = "Too many changes of address were asked for.";

interface AddressChange {
  email: string;
  currentPassword: string;
}

/**
 * Mails a link to the new address; until it is opened, the account keeps the one it has. What is said on the page is the same whether or not
 * another account has that address: only its mailbox learns of it.
 */
export async function requestAddressChange(
  ctx: Context,
  account: Account,
  { email, currentPassword }: AddressChange,
): Promise<void> {
  requireCustomer(ctx);
  if (email === account.email) throw new InvalidFieldError("email", "This is your address already.");
  await consumeRateLimit(PER_ACCOUNT, account.id, TOO_MANY);
  await consumeRateLimit(PER_ADDRESS, limitedAddress(ctx.ip), TOO_MANY);
  const proven = await checkPassword(account.organizationId, account.email, currentPassword, ctx);
  if (!proven) throw new InvalidFieldError("currentPassword", "That is not your current password.");
  inBackground("send a link to change an address", () => offerChange(account, email));
}

async function offerChange({ id: accountId, organizationId }: Account, email: string): Promise<void> {
  if (!(await takeMail(organizationId, email))) return;
  const desk = onOneLine((await readDesk(organizationId)).name);
  if (await findAccount(organizationId, email)) {
    sendNotice({
      to: email,
      subject: `Your address at ${desk}`,
      text: [
        `Somebody wanted to use this address for another account at ${desk}. It has an account already, so nothing was changed.`,
        "If it was you, sign in with this address, or delete its account first.",
      ],
    });
    return;
  }
  await transaction(async () => {
    const { url } = await createLink({ organizationId, purpose: "change_email", email, accountId });
    sendLink({
      to: email,
      subject: `Confirm your new address for ${desk}`,
      text: [
        `Somebody, probably you, wants to sign in at ${desk} with this address from now on.`,
        `If it was you, confirm it here:\n${url}`,
        "The link works once, for 24 hours. If it was not you, do not confirm it: nobody sees anything of yours as long as you don't.",
      ],
      url,
    });
  });
}

export interface OfferedChange {
  account: Account;
  /** What the address becomes. */
  email: string;
}

/** What a link changes; null for one that opens nothing. */
export async function findAddressChange(token: string): Promise<OfferedChange | null> {
  const link = await findLink("change_email", token);
  const account = link?.accountId ? await findAccountById(link.accountId) : null;
  return link && account && { account, email: link.email };
}

/**
 * Takes the link: the account's address is the new one, confirmed. Whoever calls has seen to it that the account is theirs who hold it, by its
 * password or its session: a stranger's click must not open to somebody else what the desk knows of the stranger.
 */
export function changeAddressByLink(token: string, client: Client): Promise<void> {
  return transaction(async () => {
    const offered = await findAddressChange(token);
    if (!offered) throw new LinkUsedError();
    const { account, owner } = await lockWithOwner(offered.account.id, offered.email);
    const link = await takeLink("change_email", token);
    if (!link) throw new LinkUsedError();
    const taken = await findAccount(account.organizationId, link.email);
    if (taken) throw new ConflictError("This address has an account already. Sign in with it instead.");
    await database()
      .update(customerAccounts)
      .set({ email: link.email, emailVerifiedAt: sql`now()` })
      .where(eq(customerAccounts.id, account.id));
    // What was mailed to the former address opens the account no more.
    for (const purpose of ["change_email", "verify_email", "sign_in", "reset_password"] as const)
      await endLinks(account.id, purpose);
    await endInvitations(account.organizationId, account.email);
    await recordAudit(accountContext(account, client), {
      action: "customer.address_changed",
      target: customerTarget(account.customerId),
    });
    await joinOwner({ ...account, email: link.email }, owner, client);
    await tellFormer(account);
  });
}

/** So that its owner learns of what somebody else did. */
async function tellFormer({ organizationId, email }: Account): Promise<void> {
  const desk = onOneLine((await readDesk(organizationId)).name);
  sendNotice({
    to: email,
    subject: `Your address at ${desk} was changed`,
    text: [
      `Your account at ${desk} has another e-mail address from now on. This one no longer signs in.`,
      "If it was not you, tell the support team at once.",
    ],
  });
}
