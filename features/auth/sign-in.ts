import "server-only";
import { and, eq, exists, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { sessions, users } from "@/db/schema";
import { type Entry, enter } from "@/features/auth/enter";
import { verifyPassword } from "@/features/auth/password";
import { recordSignIn } from "@/features/auth/record-sign-in";
import { emailSchema, signInSchema } from "@/features/auth/schema";
import type { Visitor } from "@/features/auth/session";
import { AccountSlowedError, countSignInAttempt } from "@/features/auth/sign-in-limits";
import { offerSignInLink } from "@/features/auth/sign-in-link";
import type { Client } from "@/lib/context";
import { limitedAddress } from "@/lib/limited-address";
import { log } from "@/lib/log";

interface Account {
  userId: number;
  name: string;
  email: string;
}

/**
 * Checks an e-mail and password and lets in; null when they are wrong, which says nothing about whether the account exists.
 * Throws RateLimitedError after too many failures from one address or for one account.
 */
export async function signInWithPassword(credentials: unknown, visitor: Visitor): Promise<Entry | null> {
  const user = await checkPassword(credentials, visitor);
  if (!user) return null;
  const entry = await enter(user.userId, visitor, { proof: "own" });
  if (entry) return entry;
  noteRefusal(user.userId, visitor);
  return null;
}

/** Whose e-mail and password these are; null when they are wrong. Throws RateLimitedError as signing in does. */
export async function checkPassword(credentials: unknown, visitor: Visitor): Promise<Account | null> {
  const parsed = signInSchema.safeParse(credentials);
  if (!parsed.success) return null;
  const email = emailSchema.safeParse(parsed.data.email).data;
  if (email === undefined) return null;
  const user = await findAccount(email, visitor.ip);
  const refund = await countSignInAttempt({
    email,
    address: limitedAddress(visitor.ip),
    isKnownAddress: user?.isKnownAddress ?? false,
    deviceId: user && visitor.device?.userId === user.id ? visitor.device.id : null,
  }).catch((error: unknown) => {
    if (user && error instanceof AccountSlowedError) offerSignInLink(user, visitor);
    throw error;
  });
  const matches = await verifyPassword(parsed.data.password, user?.passwordHash ?? null);
  if (!user || !matches) {
    log.warn({ ip: visitor.ip }, "sign-in refused");
    if (user) noteRefusal(user.id, visitor);
    return null;
  }
  await refund();
  return { userId: user.id, name: user.name, email: user.email };
}

/** One query, whether there is such an account or not. */
async function findAccount(email: string, ip: string | null) {
  const isKnownAddress = exists(
    database()
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(eq(sessions.userId, users.id), eq(sessions.ip, ip ?? ""))),
  );
  const [user] = await database()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      passwordHash: users.passwordHash,
      isKnownAddress: sql<boolean>`${isKnownAddress}`,
    })
    .from(users)
    .where(eq(users.email, email));
  return user;
}

/** Never awaited: the time an answer takes would tell whether the account exists. */
function noteRefusal(userId: number, client: Client): void {
  transaction(() => recordSignIn(userId, client, { action: "session.refused", outcome: "failure" })).catch(
    (error: unknown) => log.error({ err: error }, "could not record a refused sign-in"),
  );
}
