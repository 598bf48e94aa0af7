import { defineConfig } from "@playwright/test";

const PATIENCE = ["chaos/*.spec.ts", "api/limits.spec.ts"];

export default defineConfig({
  testDir: "e2e",
  // Maps `server-only`, which throws outside a React server bundle, to its empty module: the fixtures are a server.
  tsconfig: "./e2e/tsconfig.json",
  outputDir: "test-results/browser",
  globalSetup: "./e2e/global-setup.ts",
  fullyParallel: true,
  forbidOnly: true,
  workers: 6,
  // A test that fails now and then is a fault to find, so it counts as one.
  retries: 0,
  // Long enough for a machine that does much else: only a failure waits for the end of either.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [
    ["list"],
    ["json", { outputFile: "test-results/playwright.json" }],
    ["./e2e/attacks/table-reporter.ts"],
  ],
  projects: [
    // First, as one after the other they take the longest.
    { name: "api", testMatch: "api/*.spec.ts", testIgnore: PATIENCE, workers: 1 },
    // These wait for real time to pass, a lease's or a window's, and leave the processor to the others meanwhile.
    { name: "patience", testMatch: PATIENCE, workers: 2 },
    { name: "browser", testIgnore: ["api/**", "attacks/**", "chaos/**"], workers: 3 },
    { name: "attacks", testMatch: "attacks/*.spec.ts", workers: 1 },
  ],
  use: {
    // Both are set by the global setup, before the workers read this file.
    ...(process.env.E2E_URL && { baseURL: process.env.E2E_URL }),
    launchOptions: {
      ...(process.env.PLAYWRIGHT_CHROMIUM && { executablePath: process.env.PLAYWRIGHT_CHROMIUM }),
      args: ["--no-sandbox", "--disable-background-networking"],
    },
    // Pictures of every step would cost each test what few need; a failure leaves its steps, its requests and its page as text.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false, sources: false },
  },
});
