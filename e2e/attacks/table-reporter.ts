import { writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Reporter, TestCase } from "@playwright/test/reporter";

const PROJECT = "attacks";
const TABLE = resolve(import.meta.dirname, "../../test-results/attacks.txt");

/** Prints what was tried against each surface and what came of it, and keeps the table for `npm test`. */
export default class AttackTable implements Reporter {
  readonly #outcomes = new Map<TestCase, string>();

  onTestEnd(test: TestCase): void {
    if (test.parent.project()?.name === PROJECT) this.#outcomes.set(test, outcomeOf(test));
  }

  onEnd(): void {
    const rows = [...this.#outcomes].map(([test, outcome]) => {
      const [attempt = "", expected = ""] = test.title.split(" → ");
      const [, , file = ""] = test.titlePath();
      return [basename(file, ".spec.ts"), attempt, expected, outcome];
    });
    if (rows.length === 0) return;
    const table = toTable([["surface", "attack", "expected", "outcome"], ...rows.toSorted(bySurface)]);
    writeFileSync(TABLE, table);
    process.stdout.write(`\n${table}`);
  }

  printsToStdio(): boolean {
    return false;
  }
}

function outcomeOf(test: TestCase): string {
  return test.outcome() === "unexpected" ? "BROKE THROUGH" : "held";
}

function bySurface([a = ""]: string[], [b = ""]: string[]): number {
  return a.localeCompare(b);
}

function toTable(rows: string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
