import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { shakeHands } from "@/features/handshake/handshake";
import { HANDSHAKE_SAMPLES } from "@/features/handshake/samples";

const COMMANDS = {
  node: { file: "hook.mjs", command: [process.execPath] },
  python: { file: "hook.py", command: ["python3"] },
  go: { file: "hook.go", command: ["go", "run"] },
};
const LANGUAGES = (["node", "python", "go"] as const).filter(isThere);

let running: ChildProcess | undefined;
let folder: string | undefined;

afterEach(async () => {
  // Go runs what it builds as a child of its own.
  if (running?.pid) process.kill(-running.pid, "SIGKILL");
  running = undefined;
  if (folder) await rm(folder, { recursive: true, force: true });
});

function isThere(language: keyof typeof COMMANDS): boolean {
  const [program = ""] = COMMANDS[language].command;
  return spawnSync(program, [language === "go" ? "version" : "--version"]).status === 0;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

test.each(LANGUAGES)(
  "the receiver in %s shakes hands, and knows deliveries by the value",
  async (language) => {
    const { file, command } = COMMANDS[language];
    const [program = "", ...args] = command;
    const port = await freePort();
    folder = await mkdtemp(join(tmpdir(), "handshake-"));
    const path = join(folder, file);
    await writeFile(path, HANDSHAKE_SAMPLES[language]);
    running = spawn(program, [...args, path], {
      env: { ...process.env, PORT: String(port) },
      stdio: "ignore",
      detached: true,
    });

    const url = `http://127.0.0.1:${port}/hook`;
    const { hookSecret } = await vi.waitFor(
      async () => {
        const result = await shakeHands(url);
        expect(result.problem).toBeNull();
        return result;
      },
      { timeout: 60_000, interval: 100 },
    );
    const deliver = async (secret: string) =>
      (await fetch(url, { method: "POST", body: "[{}]", headers: { "X-Hook-Secret": secret } })).status;
    expect(await deliver(hookSecret ?? "")).toBe(200);
    expect(await deliver("another one")).toBe(401);
  },
  90_000,
);
