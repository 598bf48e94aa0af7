"use client";

import { type KeyValue, KeyValues } from "@/components/key-values";
import { countFindings, environmentFacts } from "@/features/environment-reports/facts";
import { isEnvironmentReport } from "@/features/environment-reports/recognize";
import { groupDiagnostics } from "@/features/tickets/diagnostics";

const SUMMARY_ROWS = 5;

/** Most tickets have none. */
export function DiagnosticsSummary({ diagnostics }: { diagnostics: Record<string, unknown> }) {
  return <KeyValues items={summaryOf(diagnostics)} />;
}

/** The first of what there is. */
function summaryOf(diagnostics: Record<string, unknown>): KeyValue[] {
  if (isEnvironmentReport(diagnostics)) {
    const { findings, summary } = diagnostics;
    return [
      { label: "Findings", value: countFindings(findings) },
      ...environmentFacts(summary).slice(0, SUMMARY_ROWS),
    ];
  }
  return groupDiagnostics(diagnostics)
    .flatMap(({ rows }) => rows)
    .filter(({ isLong }) => !isLong)
    .slice(0, SUMMARY_ROWS)
    .map(({ path, value }) => ({ label: path, value: value.slice(0, 80), isMono: true }));
}
