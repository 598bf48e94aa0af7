import "server-only";
import { and, eq } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { memberships, sessions, users } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { verifyPassword } from "@/features/auth/password";
import { consumeRateLimit, type RateLimit, refundRateLimit } from "@/features/auth/rate-limit";
import { emailSchema, signInSchema } from "@/features/auth/schema";
import { createSession, type Visitor } from "@/features/auth/session";
import { systemContext } from "@/features/auth/system-context";
import type { Client } from "@/lib/context";
import { limitedAddress } from "@/lib/limited-address";
import { log } from "@/lib/log";

const PER_ADDRESS: RateLimit = { name: "sign-in:address", max: 20, windowSeconds: 900 };
const PER_ACCOUNT: RateLimit = { name: "sign-in:account", max: 100, windowSeconds: 900 };

export interface SignedIn {
  userId: number;
  sessionId: string;
  name: string;
  email: string;
}

/**
 * Checks an e-mail and password and starts a session; null when they are wrong, which says nothing about whether the account exists.
 * Throws RateLimitedError after too many failures from one address or for one account.
 */
export async function signInWithPassword(credentials: unknown, visitor: Visitor): Promise<SignedIn | null> {
  const user = await checkPassword(credentials, visitor);
  if (!user) return null;
  const sessionId = await createSession(user.userId, visitor);
  if (sessionId) return { ...user, sessionId };
  noteRefusal(user.userId, visitor);
  return null;
}

/** Whose e-mail and password these are; null when they are wrong. Throws RateLimitedError as signing in does. */
export async function checkPassword(
  credentials: unknown,
  client: Client,
): Promise<Omit<SignedIn, "sessionId"> | null> {
  const parsed = signInSchema.safeParse(credentials);
  if (!parsed.success) return null;
  const email = emailSchema.safeParse(parsed.data.email).data;
  if (email === undefined) return null;
  const address = limitedAddress(client.ip);
  await consumeRateLimit(
    PER_ADDRESS,
    address,
    "Too many sign-in attempts from this address. Wait, then try again.",
  );

  const [user] = await database()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      passwordHash: users.passwordHash,
    })
    .from(users)
    .where(eq(users.email, email));
  // Whoever has signed in from here before can't be locked out by strangers elsewhere.
  if (!user || !(await hasSignedInFrom(user.id, client.ip))) {
    await consumeRateLimit(
      PER_ACCOUNT,
      email,
      "Too many sign-in attempts for this account. Wait, then try again.",
    );
  }
  const matches = await verifyPassword(parsed.data.password, user?.passwordHash ?? null);
  if (!user || !matches) {
    log.warn({ ip: client.ip }, "sign-in refused");
    if (user) noteRefusal(user.id, client);
    return null;
  }
  await refundRateLimit(PER_ADDRESS, address);
  await refundRateLimit(PER_ACCOUNT, email);
  return { userId: user.id, name: user.name, email: user.email };
}

/** Never awaited: the time an answer takes would tell whether the account exists. */
function noteRefusal(userId: number, client: Client): void {
  recordRefusal(userId, client).catch((error: unknown) =>
    log.error({ err: error }, "could not record a refused sign-in"),
  );
}

async function recordRefusal(userId: number, { ip, userAgent }: Client): Promise<void> {
  await transaction(async (tx) => {
    const belongsTo = await tx
      .select({ organizationId: memberships.organizationId, name: users.name })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(eq(memberships.userId, userId));
    for (const { organizationId, name } of belongsTo) {
      // Whoever it was has not shown to be that person, so the actor is the sign-in itself.
      await recordAudit(
        tx,
        { ...systemContext("sign-in", organizationId), ip, userAgent },
        { action: "session.refused", target: { type: "user", id: String(userId), name }, outcome: "failure" },
      );
    }
  });
}

async function hasSignedInFrom(userId: number, ip: string | null): Promise<boolean> {
  if (ip === null) return false;
  const rows = await database()
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.ip, ip)))
    .limit(1);
  return rows.length > 0;
}
