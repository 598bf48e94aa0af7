import "server-only";
import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { users } from "@/db/schema";
import { verifyPassword } from "@/features/auth/password";
import { consumeRateLimit, type RateLimit, refundRateLimit } from "@/features/limits/rate-limit";
import { ConflictError, NotFoundError } from "@/lib/errors";

/** Of a person, from wherever: whoever took a session over must not guess on from many addresses. */
const PER_USER: RateLimit = { name: "confirm-password:user", max: 20, windowSeconds: 900 };

/**
 * Whether this is the password of somebody who is signed in already; its hash if so, else null. Throws RateLimitedError after too many wrong
 * ones, and ConflictError for people without a password.
 */
export async function confirmPassword(userId: number, password: string): Promise<string | null> {
  const [user] = await database()
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId));
  if (!user) throw new NotFoundError("user");
  if (user.passwordHash === null) {
    throw new ConflictError(
      "You have no password here: you sign in through your single sign-on provider. Confirm there that it is you.",
    );
  }
  const subject = String(userId);
  await consumeRateLimit(PER_USER, subject, "Too many wrong passwords. Wait, then try again.");
  if (!(await verifyPassword(password, user.passwordHash))) return null;
  await refundRateLimit(PER_USER, subject);
  return user.passwordHash;
}
