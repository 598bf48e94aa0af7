import { readEnvironmentReport } from "@/features/environment-reports/read-report";
import { isEnvironmentReport, recognizeEnvironment } from "@/features/environment-reports/recognize";
import type { EnvironmentReport } from "@/features/environment-reports/schema";
import type { CreateTicket } from "@/features/tickets/schema";

/** More than any site has. */
const TOLD_PLUGINS = 300;

interface StoredDiagnostics {
  /** Of the ticket itself: what is no report. */
  column: Record<string, unknown> | null;
  report: EnvironmentReport | null;
}

/** Where diagnostics are kept: those of a known form are read into a report, any other stay as they are. */
export function toStored(
  diagnostics: EnvironmentReport | CreateTicket["diagnostics"] | null,
): StoredDiagnostics {
  if (isEnvironmentReport(diagnostics)) return { column: null, report: diagnostics };
  const input = recognizeEnvironment(diagnostics);
  if (input) return { column: null, report: readEnvironmentReport(input).report };
  return { column: typeof diagnostics === "object" ? diagnostics : null, report: null };
}

/** As events and the audit log tell them: of a report, which may be long, only the summary. */
export function toldDiagnostics(diagnostics: unknown): unknown {
  if (!isEnvironmentReport(diagnostics)) return diagnostics;
  const { source, summary } = diagnostics;
  const plugins = summary.plugins?.slice(0, TOLD_PLUGINS);
  return { source, summary: { ...summary, ...(plugins && { plugins }) } };
}
