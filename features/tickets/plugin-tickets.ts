import "server-only";
import { and, eq, ne, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { environmentReports, tickets } from "@/db/schema";
import { findEnvironmentReport } from "@/features/environment-reports/queries";
import { pluginKey } from "@/features/environment-reports/search-keys";
import { ownTickets, UNSOLVED } from "@/features/tickets/filters";
import { assertTicket } from "@/features/tickets/queries";
import type { PluginTickets } from "@/features/tickets/schema";
import { COUNT_LIMIT } from "@/lib/bounded-count";
import { authorize, type Context } from "@/lib/context";

/** More than a site has. */
const MAX_PLUGINS = 200;

/** How many other open tickets come from sites with the same plugins in the same versions. */
export async function countPluginTickets(ctx: Context, id: string): Promise<PluginTickets> {
  authorize(ctx, "tickets:read");
  await assertTicket(ctx, id);
  const report = await findEnvironmentReport(ctx, id);
  const active = report?.summary.plugins?.filter((plugin) => plugin.active && plugin.version) ?? [];
  const keys = active.flatMap((plugin) => pluginKey(plugin) ?? []).slice(0, MAX_PLUGINS);
  if (keys.length === 0) return { data: [], limit: COUNT_LIMIT };
  const wanted = sql`array[${sql.join(
    keys.map((key) => sql`${key}`),
    sql`, `,
  )}]::text[]`;
  const others = sql`
    select ${environmentReports.keys} as keys from ${environmentReports}
    join ${tickets} on ${tickets.id} = ${environmentReports.ticketId}
    where ${and(
      eq(environmentReports.organizationId, ctx.organizationId),
      sql`${environmentReports.keys} && ${wanted}`,
      ownTickets(ctx),
      UNSOLVED,
      ne(tickets.id, id),
    )} limit ${COUNT_LIMIT}`;
  const rows = await database().execute<{ filter: string; tickets: number }>(sql`
    select filter, count(*)::int as tickets from (${others}) as others, unnest(others.keys) as filter
    where filter = any(${wanted}) group by filter order by filter`);
  return { data: rows.map(({ filter, tickets: count }) => ({ filter, tickets: count })), limit: COUNT_LIMIT };
}
