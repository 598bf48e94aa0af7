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

/** One animation's end may begin another, or take something off the page. */
const MAX_ROUNDS = 10;

/** Half-faded text has no contrast worth measuring. Ends are made, not awaited: on a busy machine a frame can be long in coming. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async (maxRounds) => {
    for (let round = 0; round < maxRounds; round++) {
      const running = document
        .getAnimations()
        .filter(
          ({ playState, effect }) =>
            playState !== "finished" && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY,
        );
      if (running.length === 0) return;
      for (const animation of running) animation.finish();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error("The page's animations don't come to an end.");
  }, MAX_ROUNDS);
}
