import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
/** Loads the module twice, as the web process and the routes bundled for it do. */
const PROGRAM = `
  const { onShutdown } = await import("./lib/on-shutdown.ts");
  const { beforeExit } = await import("./lib/on-shutdown.ts?bundled");
  beforeExit(async () => { throw new Error("lost"); });
  beforeExit(async () => { await null; console.log("flushed"); });
  onShutdown(async (reason) => console.log("stopped by", reason));
  setInterval(() => {}, 1_000);
  process.kill(process.pid, "SIGTERM");`;

test("what was registered is done after the stop and before the exit, and may fail", async () => {
  const { stdout } = await run(process.execPath, ["--import", "tsx", "--input-type=module", "-e", PROGRAM], {
    cwd: `${import.meta.dirname}/..`,
  });
  expect(stdout).toBe("stopped by SIGTERM\nflushed\n");
});
