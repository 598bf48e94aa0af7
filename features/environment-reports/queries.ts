import "server-only";
import { and, eq } from "drizzle-orm";
import { database } from "@/db/client";
import { environmentReports } from "@/db/schema";
import { type EnvironmentReport, environmentReportSchema } from "@/features/environment-reports/schema";
import type { Context } from "@/lib/context";

/** For who may see the ticket. */
export async function findEnvironmentReport(
  ctx: Context,
  ticketId: string,
): Promise<EnvironmentReport | null> {
  const [row] = await database()
    .select({
      source: environmentReports.source,
      summary: environmentReports.summary,
      findings: environmentReports.findings,
      sections: environmentReports.sections,
      leftOut: environmentReports.leftOut,
    })
    .from(environmentReports)
    .where(
      and(
        eq(environmentReports.ticketId, ticketId),
        eq(environmentReports.organizationId, ctx.organizationId),
      ),
    )
    .prepare("environment report")
    .execute();
  return row ? environmentReportSchema.parse(row) : null;
}
