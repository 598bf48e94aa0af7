import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Supervised, supervise } from "./supervise";

const ON_SHUTDOWN = join(import.meta.dirname, "../lib/on-shutdown.ts");
/** A program starts in a second, and takes many where much else runs. */
vi.setConfig({ testTimeout: 120_000 });
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000 });

let directory: string;
let supervised: Supervised | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "replify-supervise-"));
  vi.spyOn(console, "log").mockImplementation(() => {});
});

afterEach(async () => {
  await supervised?.stop();
  await rm(directory, { recursive: true });
});

/** A process that notes its starts and its orderly end. */
async function program(): Promise<{ args: string[]; notes: () => Promise<string[]> }> {
  const file = join(directory, "notes");
  await writeFile(file, "");
  const code = `import { appendFileSync } from "node:fs";
    import { onShutdown } from ${JSON.stringify(ON_SHUTDOWN)};
    onShutdown(async (reason) => appendFileSync(${JSON.stringify(file)}, "stopped by " + reason + "\\n"));
    appendFileSync(${JSON.stringify(file)}, "started\\n");
    setInterval(() => {}, 1000);`;
  await writeFile(join(directory, "program.ts"), code);
  return {
    args: ["--import", "tsx", join(directory, "program.ts")],
    notes: async () => (await readFile(file, "utf8")).split("\n").filter(Boolean),
  };
}

test("a killed process is started again, and stopping ends it in order", async () => {
  const { args, notes } = await program();
  supervised = supervise({ name: "worker", args, environment: process.env, onStart: () => {} });
  await until(async () => expect(await notes()).toEqual(["started"]));
  const killed = supervised.pid() ?? 0;
  process.kill(killed, "SIGKILL");
  expect(await supervised.firstExit).toBe("signal SIGKILL");

  await until(async () => expect(await notes()).toEqual(["started", "started"]));
  expect(supervised.pid()).not.toBe(killed);
  await supervised.stop();
  expect(await notes()).toEqual(["started", "started", "stopped by SIGTERM"]);
});

test("a process ends in order when whoever started it is killed", async () => {
  const { args, notes } = await program();
  const parentCode = `import { spawn } from "node:child_process";
    spawn(process.execPath, ${JSON.stringify(args)}, { stdio: ["ignore", "ignore", "ignore", "ipc"], detached: true });`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", parentCode]);
  await until(async () => expect(await notes()).toEqual(["started"]));
  parent.kill("SIGKILL");
  await once(parent, "exit");
  await until(async () => expect(await notes()).toEqual(["started", "stopped by disconnect"]));
});

test("a script ends in order when npm's shell is ended", async () => {
  const { args, notes } = await program();
  const command = [process.execPath, ...args].map((part) => `'${part}'`).join(" ");
  const env = { ...process.env, npm_lifecycle_event: "start" };
  const shell = spawn("/bin/sh", ["-c", `${command}; true`], { env, stdio: "ignore" });
  await until(async () => expect(await notes()).toEqual(["started"]));
  shell.kill("SIGTERM");
  await until(async () => expect(await notes()).toEqual(["started", "stopped by parent"]));
});
