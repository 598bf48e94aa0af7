import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { customerAccounts, customerSessions, customers } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { sessionMaxAgeSeconds } from "@/features/auth/session";
import { accountContext } from "@/features/customer-accounts/account-context";
import { type Account, accountColumns } from "@/features/customer-accounts/queries";
import { customerTarget } from "@/features/customers/audit-target";
import type { Client } from "@/lib/context";
import { env, isSecure } from "@/lib/env";

const FORMAT = /^[\w-]{43}$/;
const USER_AGENT_MAX = 300;

/** Another cookie than that of the people who work here; `__Host-` ties it to this exact origin. */
export function customerCookieName(): string {
  return isSecure() ? "__Host-replify_customer" : "replify_customer";
}

export function customerCookieOptions() {
  return {
    httpOnly: true,
    sameSite: "lax" as const,
    path: "/",
    secure: isSecure(),
    maxAge: sessionMaxAgeSeconds(),
  };
}

export interface CustomerSession {
  id: string;
  account: Account;
  /** What the desk calls the customer. */
  customerName: string | null;
}

/** Signs a browser in and returns its cookie's value; the session whose cookie came along ends. Null for an account that is gone. */
export function createCustomerSession(
  accountId: string,
  client: Client,
  replaced: string | null = null,
): Promise<string | null> {
  const cookie = randomBytes(32).toString("base64url");
  return transaction(async () => {
    const [account] = await database()
      .update(customerAccounts)
      .set({ lastSignInAt: sql`now()` })
      .where(eq(customerAccounts.id, accountId))
      .returning(accountColumns);
    if (!account) return null;
    const [session] = await database()
      .insert(customerSessions)
      .values({
        organizationId: account.organizationId,
        accountId,
        tokenHash: hashOf(cookie),
        ip: client.ip,
        userAgent: client.userAgent?.slice(0, USER_AGENT_MAX) ?? null,
        expiresAt: sql`now() + make_interval(secs => ${sessionMaxAgeSeconds()})`,
      })
      .returning({ id: customerSessions.id });
    await recordAudit(accountContext(account, client, session?.id), {
      action: "customer.signed_in",
      target: customerTarget(account.customerId),
    });
    if (replaced) await endCustomerSession(replaced, client);
    return cookie;
  });
}

/** Whose cookie it is; null when it is forged, expired, idle or signed out. */
export async function findCustomerSession(cookie: string): Promise<CustomerSession | null> {
  if (!FORMAT.test(cookie)) return null;
  const [row] = await database()
    .select({
      id: customerSessions.id,
      account: accountColumns,
      customerName: customers.name,
      isStale: sql<boolean>`${customerSessions.lastSeenAt} < now() - interval '1 minute'`,
    })
    .from(customerSessions)
    .innerJoin(customerAccounts, eq(customerAccounts.id, customerSessions.accountId))
    .innerJoin(customers, eq(customers.id, customerAccounts.customerId))
    .where(
      and(
        isLive(cookie),
        gt(customerSessions.expiresAt, sql`now()`),
        gt(customerSessions.lastSeenAt, sql`now() - make_interval(mins => ${env.SESSION_IDLE_MINUTES})`),
      ),
    );
  if (!row) return null;
  const { isStale, ...session } = row;
  if (isStale)
    await database()
      .update(customerSessions)
      .set({ lastSeenAt: sql`now()` })
      .where(eq(customerSessions.id, row.id));
  return session;
}

/** Whether a session that was found has not been ended since. */
export async function isSignedIn(sessionId: string): Promise<boolean> {
  const rows = await database()
    .select({ id: customerSessions.id })
    .from(customerSessions)
    .where(and(eq(customerSessions.id, sessionId), isNull(customerSessions.revokedAt)));
  return rows.length > 0;
}

/** Signs out. Ending a session that has ended changes nothing. */
export function endCustomerSession(cookie: string, client: Client): Promise<void> {
  return transaction(async () => {
    const [session] = await database()
      .update(customerSessions)
      .set({ revokedAt: sql`now()` })
      .from(customerAccounts)
      .where(and(isLive(cookie), eq(customerAccounts.id, customerSessions.accountId)))
      .returning({ sessionId: customerSessions.id, ...accountColumns });
    if (!session) return;
    await recordAudit(accountContext(session, client, session.sessionId), {
      action: "customer.signed_out",
      target: customerTarget(session.customerId),
    });
  });
}

/** All browsers of these accounts, in the transaction that has the reason on record. */
export async function endCustomerSessionsOf(accountIds: string[]): Promise<void> {
  await database()
    .update(customerSessions)
    .set({ revokedAt: sql`now()` })
    .where(and(inArray(customerSessions.accountId, accountIds), isNull(customerSessions.revokedAt)));
}

function isLive(cookie: string) {
  return and(eq(customerSessions.tokenHash, hashOf(cookie)), isNull(customerSessions.revokedAt));
}

/** 256 random bits, so SHA-256 is enough to keep them by. */
function hashOf(cookie: string): string {
  return createHash("sha256").update(cookie).digest("hex");
}
