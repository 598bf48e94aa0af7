import { environmentFacts, withLatest } from "@/features/environment-reports/facts";
import type { EnvironmentReport } from "@/features/environment-reports/schema";

/** A report as text, for a letter or an issue. */
export function reportText({ summary, findings, sections }: EnvironmentReport): string {
  const parts = [
    part(
      "Findings",
      findings.map(({ severity, message }) => `${severity}: ${message}`),
    ),
    part(
      "Summary",
      environmentFacts(summary).map(({ label, value }) => `${label}: ${value}`),
    ),
    part(
      "Plugins",
      (summary.plugins ?? []).map((one) => `${one.name} ${withLatest(one)}${one.active ? "" : ", inactive"}`),
    ),
    ...sections.map(({ label, fields }) =>
      part(
        label,
        fields.map((field) => `${field.label}: ${field.value}`),
      ),
    ),
  ];
  return `${parts.flat().join("\n\n")}\n`;
}

function part(heading: string, lines: string[]): string[] {
  return lines.length > 0 ? [`### ${heading} ###\n\n${lines.join("\n")}`] : [];
}
