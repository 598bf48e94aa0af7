import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { comments, ticketReaders } from "@/db/schema";
import { hasComment } from "@/features/tickets/read-marks";
import { findOwnTicket } from "@/features/troubleshooter/queries";
import type { Context } from "@/lib/context";

/** Those of a page's tickets in which support wrote something that was not read: one look into an index for each. */
export async function unreadAmong(
  ctx: Context,
  accountId: string,
  ticketIds: string[],
): Promise<Set<string>> {
  if (ticketIds.length === 0) return new Set();
  const rows = await database().execute<{ id: string }>(sql`
    select t.id from unnest(${sql.param(`{${ticketIds.join(",")}}`)}::uuid[]) as t(id)
    cross join lateral (
      select ${comments.id} from ${comments}
      where ${comments.organizationId} = ${ctx.organizationId} and ${comments.ticketId} = t.id
        and ${comments.visibility} = 'public' and ${comments.authorType} <> 'customer'
      order by ${comments.id} desc limit 1
    ) as latest
    left join ${ticketReaders} r on r.ticket_id = t.id and r.account_id = ${accountId}
    where r.read_up_to_id is null or latest.id > r.read_up_to_id`);
  return new Set(rows.map(({ id }) => id));
}

/** Notes how far the customer has read, never less far than before. What is no public comment of the ticket changes nothing. */
export async function markOwnTicketRead(
  ctx: Context,
  accountId: string,
  { ticketId, commentId }: { ticketId: string; commentId: string },
): Promise<void> {
  await findOwnTicket(ctx, ticketId);
  if (!(await hasComment(ctx, { ticketId, commentId, visibility: "public" }))) return;
  await database()
    .insert(ticketReaders)
    .values({ ticketId, accountId, readUpToId: commentId })
    .onConflictDoUpdate({
      target: [ticketReaders.ticketId, ticketReaders.accountId],
      set: { readUpToId: sql`greatest(${ticketReaders.readUpToId}, excluded.read_up_to_id)` },
    });
}
