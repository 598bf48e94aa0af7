import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  // Maps `server-only`, which throws outside a React server bundle, to its empty module: the fixtures are a server.
  tsconfig: "./e2e/tsconfig.json",
  outputDir: "test-results/browser",
  globalSetup: "./e2e/global-setup.ts",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 1,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [
    ["list"],
    ["json", { outputFile: "test-results/playwright.json" }],
    ["./e2e/attacks/table-reporter.ts"],
  ],
  projects: [
    { name: "product", testIgnore: "attacks/**" },
    { name: "attacks", testMatch: "attacks/*.spec.ts" },
  ],
  use: {
    // Both are set by the global setup, before the workers read this file.
    ...(process.env.E2E_URL && { baseURL: process.env.E2E_URL }),
    launchOptions: {
      ...(process.env.PLAYWRIGHT_CHROMIUM && { executablePath: process.env.PLAYWRIGHT_CHROMIUM }),
      args: ["--no-sandbox", "--disable-background-networking"],
    },
    trace: { mode: "on-first-retry", screenshots: false },
  },
});
