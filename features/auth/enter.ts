import "server-only";
import { eq, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import type { SessionFactor } from "@/db/enums";
import { factors, pendingSignIns } from "@/db/schema";
import { createSession, findOpenMembership, type Visitor } from "@/features/auth/session";

export const PENDING_MINUTES = 10;

/** Where a first proof leads: into a session, or to the step of the second factor. */
export type Entry =
  | { userId: number; sessionId: string; pendingId?: undefined }
  | { userId: number; pendingId: string; sessionId?: undefined };

interface EnterOptions {
  organizationId?: number | undefined;
  /** When the person proved who they are, unless they have just done so; NEVER if they haven't. */
  authenticatedAt?: Date | undefined;
  /**
   * `own`: the password, or a link to the mailbox. `provider`: its own factors are trusted where ours isn't required. `session`: the person was
   * signed in already, with `factor` if any.
   */
  proof: "own" | "provider" | "session" | "passkey";
  factor?: SessionFactor | null | undefined;
}

/**
 * Lets somebody in who has shown a first proof: at once, or after a second factor if they have one or their role needs one. Null when no
 * organization lets them in. The only way to a session.
 */
export function enter(userId: number, visitor: Visitor, options: EnterOptions): Promise<Entry | null> {
  const { organizationId, authenticatedAt = new Date(), proof, factor = null } = options;
  return transaction(async () => {
    const membership = await findOpenMembership(userId, organizationId);
    if (!membership) return null;
    const isAsked = membership.isFactorRequired || (proof === "own" && (await hasFactor(userId)));
    if (!isAsked || factor !== null) {
      const sessionId = await createSession(userId, visitor, { organizationId, authenticatedAt, factor });
      return sessionId === null ? null : { userId, sessionId };
    }
    const [pending] = await database()
      .insert(pendingSignIns)
      .values({
        userId,
        organizationId: membership.organizationId,
        authenticatedAt,
        expiresAt: sql`now() + make_interval(mins => ${PENDING_MINUTES})`,
      })
      .returning({ id: pendingSignIns.id });
    if (!pending) throw new Error("insert returned no row");
    return { userId, pendingId: pending.id };
  });
}

export async function hasFactor(userId: number): Promise<boolean> {
  const rows = await database()
    .select({ id: factors.id })
    .from(factors)
    .where(eq(factors.userId, userId))
    .limit(1);
  return rows.length > 0;
}
