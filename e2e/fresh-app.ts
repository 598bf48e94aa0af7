import { type App, startApp } from "./app";
import { test as base } from "./fixtures";

export { expect } from "./fixtures";

/** An app of one's own that nobody has set up yet. */
export const test = base.extend<{ freshApp: App }>({
  freshApp: [
    async ({ context }, use, testInfo) => {
      const app = await startApp({
        name: testInfo.title.replace(/\W+/g, "-"),
        isFirstStart: true,
        environment: { DELIVERY_TIME_SCALE: "0.01" },
      });
      await use(app);
      // A page that still polls would complain of the app that is gone.
      for (const page of context.pages()) await page.goto("about:blank");
      await app.stop();
      if (testInfo.errors.length > 0)
        process.stderr.write(`The app of "${testInfo.title}":\n${await app.problems()}\n`);
    },
    { timeout: 300_000 },
  ],
});
