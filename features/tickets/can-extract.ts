import { isEnvironmentReport } from "@/features/environment-reports/recognize";
import type { Ticket } from "@/features/tickets/schema";

/** Whether pasted text may become the ticket's diagnostics: what a program sent says more, and is not to be lost. */
export function canExtractInto({ diagnostics }: Pick<Ticket, "diagnostics">): boolean {
  return (
    diagnostics === null || (isEnvironmentReport(diagnostics) && diagnostics.source === "siteHealthText")
  );
}
