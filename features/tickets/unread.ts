import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { comments } from "@/db/schema";
import { actorUserId, type Context } from "@/lib/context";

/** Whoever hasn't opened a ticket for so long is taken for one who never did. What is older counts as read. */
export const READS_KEPT_DAYS = 90;

/** Those of a page's tickets whose latest comment is someone else's and not read yet: one look into an index for each. */
export async function unreadAmong(ctx: Context, ids: string[]): Promise<Set<string>> {
  const userId = actorUserId(ctx);
  if (userId === null || ids.length === 0) return new Set();
  const rows = await database().execute<{ id: string }>(sql`
    select t.id from unnest(${sql.param(`{${ids.join(",")}}`)}::uuid[]) as t(id)
    cross join lateral (
      select ${comments.id}, ${comments.createdAt}, ${isOwn(ctx)} as is_own from ${comments}
      where ${comments.organizationId} = ${ctx.organizationId} and ${comments.ticketId} = t.id
      order by ${comments.id} desc limit 1
    ) as latest
    left join ticket_viewers v on v.ticket_id = t.id and v.user_id = ${userId}
    where not latest.is_own and (v.read_up_to_id is null or latest.id > v.read_up_to_id)
      and latest.created_at > now() - make_interval(days => ${READS_KEPT_DAYS})`);
  return new Set(rows.map(({ id }) => id));
}

/** Whether the caller wrote the comment. */
export function isOwn(ctx: Context): SQL {
  return sql`(${comments.authorType} = 'user' and ${comments.authorId} = ${String(actorUserId(ctx))})`;
}
