import { type SQL, sql } from "drizzle-orm";
import type { TicketStatus } from "@/db/enums";

/** The status, and since when it is solved; a return to work ends that. */
export function statusColumns(status: TicketStatus, solvedAt: SQL) {
  return {
    status,
    resolvedAt: status === "resolved" || status === "closed" ? solvedAt : null,
    closedAt: status === "closed" ? sql`now()` : null,
  };
}
