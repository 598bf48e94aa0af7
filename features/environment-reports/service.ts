import "server-only";
import { and, eq } from "drizzle-orm";
import { currentTransaction } from "@/db/client";
import { environmentReports } from "@/db/schema";
import type { EnvironmentReport } from "@/features/environment-reports/schema";
import { searchKeys } from "@/features/environment-reports/search-keys";
import type { Context } from "@/lib/context";

/**
 * Keeps a report with a ticket, in the place of an earlier one: a part of opening or changing the ticket, which asks for the permission and
 * goes on record.
 */
export async function storeEnvironmentReport(
  ctx: Context,
  ticketId: string,
  { source, summary, findings, sections, leftOut }: EnvironmentReport,
): Promise<void> {
  const columns = { source, summary, findings, sections, leftOut, keys: searchKeys(summary) };
  await currentTransaction()
    .insert(environmentReports)
    .values({ ticketId, organizationId: ctx.organizationId, ...columns })
    .onConflictDoUpdate({
      target: environmentReports.ticketId,
      set: { ...columns, updatedAt: new Date() },
      setWhere: eq(environmentReports.organizationId, ctx.organizationId),
    });
}

/** The same, or without a new report removes the earlier one. */
export async function replaceEnvironmentReport(
  ctx: Context,
  ticketId: string,
  report: EnvironmentReport | null,
): Promise<void> {
  if (report) return storeEnvironmentReport(ctx, ticketId, report);
  await currentTransaction()
    .delete(environmentReports)
    .where(
      and(
        eq(environmentReports.ticketId, ticketId),
        eq(environmentReports.organizationId, ctx.organizationId),
      ),
    );
}
