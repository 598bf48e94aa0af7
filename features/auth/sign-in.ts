import "server-only";
import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { users } from "@/db/schema";
import { verifyPassword } from "@/features/auth/password";
import { consumeRateLimit, type RateLimit, refundRateLimit } from "@/features/auth/rate-limit";
import { emailSchema, signInSchema } from "@/features/auth/schema";
import { createSession } from "@/features/auth/session";
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
export async function signInWithPassword(
  credentials: unknown,
  client: { ip: string | null; userAgent: string | null },
): Promise<SignedIn | null> {
  const parsed = signInSchema.safeParse(credentials);
  if (!parsed.success) return null;
  const email = emailSchema.safeParse(parsed.data.email).data ?? parsed.data.email;
  const address = client.ip ?? "unknown";
  await consumeRateLimit(
    PER_ADDRESS,
    address,
    "Too many sign-in attempts from this address. Wait, then try again.",
  );
  await consumeRateLimit(
    PER_ACCOUNT,
    email,
    "Too many sign-in attempts for this account. Wait, then try again.",
  );

  const [user] = await database()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      passwordHash: users.passwordHash,
      disabledAt: users.disabledAt,
    })
    .from(users)
    .where(eq(users.email, email));
  const matches = await verifyPassword(parsed.data.password, user?.passwordHash ?? null);
  if (!user || !matches || user.disabledAt) {
    log.warn({ ip: client.ip }, "sign-in refused");
    return null;
  }
  const sessionId = await createSession(user.id, client);
  if (!sessionId) return null;
  await refundRateLimit(PER_ADDRESS, address);
  await refundRateLimit(PER_ACCOUNT, email);
  return { userId: user.id, sessionId, name: user.name, email: user.email };
}
