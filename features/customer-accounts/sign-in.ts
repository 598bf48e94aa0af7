import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { customerAccounts, organizations } from "@/db/schema";
import { verifyPassword } from "@/features/auth/password";
import { CUSTOMER_DOOR, countSignInAttempt } from "@/features/auth/sign-in-limits";
import { type Account, accountColumns } from "@/features/customer-accounts/queries";
import type { Client } from "@/lib/context";
import { ConflictError } from "@/lib/errors";
import { limitedAddress } from "@/lib/limited-address";
import { log } from "@/lib/log";

/**
 * Who signs in with an e-mail and password; null when they are wrong, which says nothing about whether there is such an account. Throws
 * RateLimitedError after too many failures from one address or for one account.
 */
export async function verifyAccount(
  organizationId: number,
  email: string,
  password: string,
  client: Client,
): Promise<ProvenAccount | null> {
  const account = await checkPassword(organizationId, email, password, client);
  return account?.mayEnter ? account : null;
}

interface ProvenAccount extends Account {
  /** As it was when the password was found to be right. */
  passwordHash: string;
}

/** Opens something for whoever has proved the password; null if it was replaced since. Who replaces it later ends what was opened. */
export function enter<Result>(
  { id, passwordHash }: ProvenAccount,
  open: () => Promise<Result>,
): Promise<Result | null> {
  return transaction(async () => {
    const [account] = await currentTransaction()
      .select({ passwordHash: customerAccounts.passwordHash })
      .from(customerAccounts)
      .where(eq(customerAccounts.id, id))
      .for("no key update");
    return account?.passwordHash === passwordHash ? open() : null;
  });
}

export class PasswordReplacedError extends ConflictError {
  constructor() {
    super("Your password was changed elsewhere just now. Sign in again.");
  }
}

/** The same also for an account that has to be confirmed before anybody may sign in to it. */
export async function checkPassword(
  organizationId: number,
  email: string,
  password: string,
  client: Client,
): Promise<(ProvenAccount & { mayEnter: boolean }) | null> {
  const found = await findWithPassword(organizationId, email, client.ip);
  const refund = await countSignInAttempt(
    {
      email: `${organizationId}|${email}`,
      address: limitedAddress(client.ip),
      isKnownAddress: found?.isKnownAddress ?? false,
      deviceId: null,
    },
    CUSTOMER_DOOR,
  );
  const matches = await verifyPassword(password, found?.passwordHash ?? null);
  if (!found || !matches) {
    log.warn({ ip: client.ip }, "a customer's sign-in was refused");
    return null;
  }
  const { account, passwordHash, mayEnter } = found;
  // Where it may not be entered the count has to be that of an address without an account.
  if (mayEnter) await refund();
  return { ...account, passwordHash, mayEnter };
}

/** One query, whether there is such an account or not. */
async function findWithPassword(organizationId: number, email: string, ip: string | null) {
  const isKnownAddress = sql<boolean>`
    exists (select 1 from customer_sessions where account_id = ${customerAccounts.id} and ip = ${ip ?? ""})
    or exists (select 1 from oauth_sessions where account_id = ${customerAccounts.id} and ip = ${ip ?? ""})`;
  const [found] = await database()
    .select({
      account: accountColumns,
      passwordHash: customerAccounts.passwordHash,
      isKnownAddress,
      // Where only customers of the desk may register, an account is nobody's until its address is confirmed.
      mayEnter: sql<boolean>`${customerAccounts.emailVerifiedAt} is not null or ${organizations.customerRegistration} <> 'known'`,
    })
    .from(customerAccounts)
    .innerJoin(organizations, eq(organizations.id, customerAccounts.organizationId))
    .where(and(eq(customerAccounts.organizationId, organizationId), eq(customerAccounts.email, email)));
  return found;
}
