export interface Line {
  what: string;
  /** Begins with the number that two builds are compared by. */
  measured: string;
  target: string;
  /** What the same machine does without us, measured in the same run. */
  ceiling?: string;
  /** What another build does, measured in the same run. */
  beside?: string;
  ratio?: string;
}

const HEADERS = {
  what: "What",
  measured: "This build",
  beside: "Beside",
  ratio: "Ratio",
  target: "Target",
  ceiling: "Ceiling in this run",
};
const COLUMNS = ["what", "measured", "beside", "ratio", "target", "ceiling"] as const;

export function printReport(lines: Line[]): void {
  const columns = COLUMNS.filter((column) => lines.some((line) => line[column]));
  const rows: Line[] = [HEADERS, ...lines];
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const [index, row] of rows.entries()) {
    const cells = columns.map((column, at) => (row[column] ?? "").padEnd(widths[at] ?? 0));
    console.log(`| ${cells.join(" | ")} |`);
    if (index === 0) console.log(`|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`);
  }
}

/** The lines of a printed report: what, measured and target, and a ceiling if there is a fourth column. */
export function readReport(text: string): Line[] {
  const rows = text.split("\n").filter((row) => row.startsWith("| "));
  return rows.slice(1).map((row) => {
    const [, what = "", measured = "", target = "", ceiling = ""] = row.split("|").map((cell) => cell.trim());
    return { what, measured, target, ceiling };
  });
}

/** The value below which `share` of the samples lie. */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function perSecond(count: number, milliseconds: number): number {
  return Math.round((count / milliseconds) * 1000);
}
