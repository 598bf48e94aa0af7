import { expect, type Page } from "@playwright/test";
import { axeViolations } from "./axe";

/** Everything in light; in dark only what the colours can change. */
const APPEARANCES = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
] as const;
const HEIGHT = 844;

/** What `expectAccessible` begins and ends with. */
export const VIEWPORT = { width: 1280, height: HEIGHT };

/** Nothing for axe to complain about and nothing to scroll sideways, wide and narrow, light and dark. */
export async function expectAccessible(page: Page, what: string, exceptRules: string[] = []): Promise<void> {
  for (const { width, colorScheme } of APPEARANCES) {
    const where = `${what}, ${width} px, ${colorScheme}`;
    await page.emulateMedia({ colorScheme });
    if (page.viewportSize()?.width !== width) await page.setViewportSize({ width, height: HEIGHT });
    const size = await page.evaluate(() => ({
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      height: document.documentElement.scrollHeight,
    }));
    expect.soft(size.overflow, `${where}: pixels that stick out sideways`).toBeLessThanOrEqual(0);
    // As tall as the page, so that the bar at the bottom covers nothing that could be scrolled from under it.
    if (width < 768) await page.setViewportSize({ width, height: Math.max(HEIGHT, size.height) });
    const found = await axeViolations(
      page,
      colorScheme === "dark" ? { rules: ["color-contrast"] } : { exceptRules },
    );
    expect.soft(found, where).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(VIEWPORT);
}
