import "server-only";
import { and, isNull, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import type { SessionFactor } from "@/db/enums";
import { sessions } from "@/db/schema";
import { type Changes, changesBetween } from "@/features/audit/record";
import { hasId } from "@/features/auth/session";
import { UnauthorizedError } from "@/lib/errors";

/** For requests that are under way with the id before, and for the tab whose answer comes second. */
const OVERLAP_SECONDS = 10;

interface RenewedId {
  id: string;
  /** For the audit log; none where another tab was first. */
  changes: Changes;
}

/**
 * Notes that the person has just shown who they are, and gives their session a new id, so that a copy of the cookie from before gains nothing
 * and ends within seconds. Tabs that confirm at once get the same new id, in whichever order their answers arrive.
 */
export async function renewSession(
  id: string,
  {
    authenticatedAt = new Date(),
    factor,
  }: { authenticatedAt?: Date; factor?: SessionFactor | undefined } = {},
): Promise<RenewedId> {
  const [before] = await currentTransaction()
    .select({ id: sessions.id })
    .from(sessions)
    .where(hasId(id))
    .for("no key update");
  const wasRenewed = sql`${sessions.previousEndsAt} > now()`;
  const [session] = await database()
    .update(sessions)
    .set({
      authenticatedAt,
      ...(factor && { factor }),
      id: sql`case when ${wasRenewed} then ${sessions.id} else uuidv7() end`,
      previousId: sql`case when ${wasRenewed} then ${sessions.previousId} else ${sessions.id} end`,
      previousAuthenticatedAt: sql`case when ${wasRenewed} then ${sessions.previousAuthenticatedAt} else ${sessions.authenticatedAt} end`,
      previousEndsAt: sql`case when ${wasRenewed} then ${sessions.previousEndsAt} else now() + make_interval(secs => ${OVERLAP_SECONDS}) end`,
    })
    .where(and(hasId(id), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id });
  if (!before || !session) throw new UnauthorizedError("Your session has ended. Sign in again.");
  return { id: session.id, changes: changesBetween(before, session) };
}
