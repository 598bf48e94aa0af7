import { afterAll, expect, vi } from "vitest";

/** What modules keep process-wide, as they may: they are imported once. */
const OF_MODULES = /^(replify|__)/;

// Vitest runs this before each test file; files that share a process must leave it as they found it.
const before = stateOfProcess();

afterAll(() => {
  vi.restoreAllMocks();
  expect(stateOfProcess(), "what this test file changed and did not put back").toEqual(before);
});

function stateOfProcess() {
  return {
    environment: { ...process.env },
    directory: process.cwd(),
    globals: Object.getOwnPropertyNames(globalThis).filter((name) => !OF_MODULES.test(name)),
    inherited: [Object, Array, String, Function].map(({ prototype }) =>
      Object.getOwnPropertyNames(prototype),
    ),
    hasFakeTimers: vi.isFakeTimers(),
  };
}
