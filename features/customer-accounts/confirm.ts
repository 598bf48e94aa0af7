import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { customerAccounts } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { systemContext } from "@/features/auth/system-context";
import { accountContext } from "@/features/customer-accounts/account-context";
import { sendLink, takeMail } from "@/features/customer-accounts/link-mail";
import { createLink, endLinks, findLink, takeLink } from "@/features/customer-accounts/one-time-links";
import { type Account, findAccountById, readDesk } from "@/features/customer-accounts/queries";
import { customerTarget } from "@/features/customers/audit-target";
import { lockCustomers } from "@/features/customers/change";
import { findEmailOwner, lockIdentities } from "@/features/customers/identities";
import { mergeCustomer } from "@/features/customers/merge";
import { moveAddress } from "@/features/customers/move-address";
import { readCustomer } from "@/features/customers/queries";
import { updateCustomer } from "@/features/customers/service";
import type { Client, Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";
import { onOneLine } from "@/lib/mail";

/** Mails the link that confirms the address, in the surrounding transaction. */
export async function sendVerification(
  { id, organizationId, email }: Pick<Account, "id" | "organizationId" | "email">,
  deskName: string,
): Promise<void> {
  const { url } = await createLink({ organizationId, purpose: "verify_email", email, accountId: id });
  const desk = onOneLine(deskName);
  sendLink({
    to: email,
    subject: `Confirm your address for ${desk}`,
    text: [
      `Somebody, probably you, made an account at ${desk} with this address.`,
      `If it was you, confirm the address here; you are asked for the password that you chose:\n${url}`,
      "The link works once, for 24 hours. If it was not you, do not confirm it: nobody sees anything of yours as long as you don't.",
    ],
    url,
  });
}

/** For whoever lost the first one. */
export async function sendVerificationAgain(account: Account): Promise<void> {
  if (account.emailVerifiedAt || !(await takeMail(account.organizationId, account.email))) return;
  const { name } = await readDesk(account.organizationId);
  await transaction(() => sendVerification(account, name));
}

/** Whose address a link confirms; null for one that opens nothing. */
export async function findVerification(token: string): Promise<Account | null> {
  const link = await findLink("verify_email", token);
  return link?.accountId ? findAccountById(link.accountId) : null;
}

/**
 * Takes the link. Whoever calls has seen to it that the account is theirs who hold it: by its password or its session. Without that, somebody
 * could register a stranger's address, and the stranger's click would open to them what the desk knows of the stranger.
 */
export function confirmByLink(token: string, client: Client): Promise<void> {
  return transaction(async () => {
    const account = await findVerification(token);
    if (!account) throw new LinkUsedError();
    // Whoever erases a customer locks it before its links, too.
    await lockWithOwner(account.id);
    if (!(await takeLink("verify_email", token))) throw new LinkUsedError();
    await confirmAddress(account.id, client);
  });
}

export class LinkUsedError extends ConflictError {
  constructor() {
    super("This link was used already, or is too old. Ask for a new one.");
  }
}

/**
 * The address is the account's from here on: whose first address it is and the account's own customer become one, or else it goes to the latter.
 * In the surrounding transaction; confirming twice changes nothing.
 */
export async function confirmAddress(accountId: string, client: Client): Promise<Account> {
  const { account, owner } = await lockWithOwner(accountId);
  if (account.emailVerifiedAt) return account;
  const { customerId } = account;
  await database()
    .update(customerAccounts)
    .set({ emailVerifiedAt: sql`now()` })
    .where(and(eq(customerAccounts.id, accountId), isNull(customerAccounts.emailVerifiedAt)));
  await endLinks(accountId, "verify_email");
  await recordAudit(accountContext(account, client), {
    action: "customer.address_confirmed",
    target: customerTarget(customerId),
  });
  const joined = await joinOwner(account, owner, client);
  return { ...account, customerId: joined, emailVerifiedAt: new Date() };
}

/**
 * Makes the account's confirmed address its customer's, in the surrounding transaction, and returns whose the account is then. A customer's further addresses come as programs bring them, say with the id of a shop's user, who writes there
 * what they like: that somebody has one of those proves nothing about all else that is known of the customer.
 */
export async function joinOwner(
  { organizationId, customerId, email }: Account,
  owner: string | null,
  client: Client,
): Promise<string> {
  const ctx: Context = { ...systemContext("registration", organizationId), ...client };
  if (owner === customerId) return customerId;
  const { name } = await readCustomer(ctx, customerId);
  // The address stood for a name as long as it was not theirs.
  const unnamed = name === email ? { name: null } : {};
  if (owner === null) {
    await updateCustomer(ctx, customerId, { ...unnamed, email });
    return customerId;
  }
  await updateCustomer(ctx, customerId, unnamed);
  if ((await readCustomer(ctx, owner)).email === email) {
    await mergeCustomer(ctx, customerId, owner);
    return owner;
  }
  await moveAddress(ctx, email, { fromId: owner, toId: customerId });
  return customerId;
}

/**
 * In the order that all others take: the address, then the customers. Who they are is only certain once both are locked; if others are by then,
 * the locks go first, since these may come before them.
 */
export async function lockWithOwner(
  accountId: string,
  newEmail?: string,
): Promise<{ account: Account; owner: string | null }> {
  const tx = currentTransaction();
  await tx.execute(sql`savepoint unlocked`);
  const { organizationId, email: own } = await readAccount(accountId);
  const email = newEmail ?? own;
  await lockIdentities(systemContext("registration", organizationId), [{ kind: "email", value: email }]);
  const before = await readWithOwner(accountId, email);
  await lockCustomers(systemContext("registration", organizationId), before.ids);
  const locked = await readWithOwner(accountId, email);
  if (locked.ids.join() === before.ids.join()) return locked;
  await tx.execute(sql`rollback to savepoint unlocked`);
  return lockWithOwner(accountId, newEmail);
}

async function readWithOwner(accountId: string, email: string) {
  const account = await readAccount(accountId);
  const owner = await findEmailOwner(systemContext("registration", account.organizationId), email);
  return { account, owner, ids: [account.customerId, ...(owner ? [owner] : [])] };
}

async function readAccount(id: string): Promise<Account> {
  const account = await findAccountById(id);
  if (!account) throw new LinkUsedError();
  return account;
}
