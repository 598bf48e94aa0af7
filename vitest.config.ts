import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const tests = globSync("{app,components,db,features,inngest,lib,scripts}/**/*.test.ts", { cwd: root });
/** A process reads its settings and opens its database once, so a file that needs its own of either needs its own process. */
const ownProcess = tests.filter((file) =>
  /\bvi\.(stubEnv|resetModules)\(|\b(use|with)OwnDatabase\w*\(/.test(readFileSync(`${root}${file}`, "utf8")),
);

export default defineConfig({
  resolve: {
    alias: [
      // `server-only` throws outside a React server bundle; tests are a server.
      { find: /^server-only$/, replacement: `${root}node_modules/server-only/empty.js` },
      { find: /^@\//, replacement: root },
    ],
  },
  test: {
    globalSetup: ["./db/test-database.ts"],
    restoreMocks: true,
    // Long enough for a machine that does much else: only a failure waits for the end of any.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // One more than the two cores of the smallest machine: some files mostly wait, for an engine or a database.
    maxWorkers: 3,
    projects: [
      // Most of a test's time is importing the product: these files share what is imported, and leaks.ts sees that they share nothing else.
      {
        extends: true,
        test: {
          name: "shared",
          include: tests,
          exclude: ownProcess,
          isolate: false,
          setupFiles: "./scripts/leaks.ts",
        },
      },
      { extends: true, test: { name: "own process", include: ownProcess } },
    ],
  },
});
