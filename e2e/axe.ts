import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type axe from "axe-core";

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

const script = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeOptions {
  /** Only these rules. */
  rules?: string[];
  exceptRules?: string[];
}

/** What axe finds on the page once it stands still, a line each; the script goes into each document once, not once per analysis. */
export async function axeViolations(
  page: Page,
  { rules, exceptRules = [] }: AxeOptions = {},
): Promise<string[]> {
  await settled(page);
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(await script);
  const violations = await page.evaluate(async (options) => (await window.axe?.run(options))?.violations, {
    resultTypes: ["violations" as const],
    iframes: false,
    rules: Object.fromEntries(exceptRules.map((rule) => [rule, { enabled: false }])),
    ...(rules && { runOnly: { type: "rule" as const, values: rules } }),
  });
  if (!violations) throw new Error("axe is not on the page.");
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}: ${node.failureSummary}`),
  );
}

/** Far longer than any of ours. */
const LONGEST_ANIMATION_MS = 2_000;

/** Half-faded text has no contrast worth measuring. One that a change of size has left without a frame to go on by never finishes. */
async function settled(page: Page): Promise<void> {
  await page.evaluate((longestMs) => {
    const finished = document
      .getAnimations()
      .filter((animation) => animation.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY)
      .map((animation) => animation.finished.catch(() => undefined));
    return Promise.race([
      Promise.all(finished).then(() => undefined),
      new Promise<void>((resolve) => setTimeout(resolve, longestMs)),
    ]);
  }, LONGEST_ANIMATION_MS);
}
