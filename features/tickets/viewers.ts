import "server-only";
import { and, asc, eq, gt, ne, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { ticketViewers, users } from "@/db/schema";
import { assertTicket } from "@/features/tickets/queries";
import type { TicketViewers, ViewTicket } from "@/features/tickets/schema";
import { actorUserId, authorize, type Context } from "@/lib/context";

/** Someone not heard of for this long has left. */
const PRESENCE_SECONDS = 30;

/** Notes that the person has the ticket open, and returns the others who do. */
export async function viewTicket(
  ctx: Context,
  ticketId: string,
  { isReplying }: ViewTicket,
): Promise<TicketViewers> {
  authorize(ctx, "tickets:read");
  await assertTicket(ctx, ticketId);
  const userId = actorUserId(ctx) ?? 0;
  if (userId !== 0) {
    await database()
      .insert(ticketViewers)
      .values({ ticketId, userId, isReplying })
      .onConflictDoUpdate({
        target: [ticketViewers.ticketId, ticketViewers.userId],
        set: { isReplying, seenAt: sql`now()` },
      });
  }
  const rows = await database()
    .select({
      id: users.id,
      name: users.name,
      isReplying: ticketViewers.isReplying,
      seenAt: ticketViewers.seenAt,
    })
    .from(ticketViewers)
    .innerJoin(users, eq(users.id, ticketViewers.userId))
    .where(
      and(
        eq(ticketViewers.ticketId, ticketId),
        ne(ticketViewers.userId, userId),
        gt(ticketViewers.seenAt, sql`now() - make_interval(secs => ${PRESENCE_SECONDS})`),
      ),
    )
    .orderBy(asc(users.name), asc(users.id))
    .limit(20);
  return {
    data: rows.map(({ id, name, isReplying, seenAt }) => ({
      user: { id, name },
      isReplying,
      seenAt: seenAt.toISOString(),
    })),
  };
}
