export interface Line {
  what: string;
  measured: string;
  target: string;
  /** What the same machine does without us, measured in the same run. */
  ceiling?: string;
}

export function printReport(lines: Line[]): void {
  const columns = ["what", "measured", "target", "ceiling"] as const;
  const header: Record<(typeof columns)[number], string> = {
    what: "What",
    measured: "Measured",
    target: "Target",
    ceiling: "Ceiling in this run",
  };
  const rows = [header, ...lines.map((line) => ({ ceiling: "", ...line }))];
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)));
  for (const [index, row] of rows.entries()) {
    console.log(`| ${columns.map((column, at) => row[column].padEnd(widths[at] ?? 0)).join(" | ")} |`);
    if (index === 0) console.log(`|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`);
  }
}

/** The value below which `share` of the samples lie. */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function perSecond(count: number, milliseconds: number): number {
  return Math.round((count / milliseconds) * 1000);
}
