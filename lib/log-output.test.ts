import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const LOG_OUTPUT = join(import.meta.dirname, "log-output.ts");
const LOG = join(import.meta.dirname, "log.ts");
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "replify-log-"));
});

afterEach(() => rm(directory, { recursive: true }));

/** Runs code in a process that captures its output, and returns its log and how it ended. */
async function run(code: string): Promise<{ entries: Record<string, unknown>[]; exitCode: unknown }> {
  const file = join(directory, "program.ts");
  const head = `import { captureOutput } from ${JSON.stringify(LOG_OUTPUT)};
    import { log } from ${JSON.stringify(LOG)};
    captureOutput();`;
  await writeFile(file, `${head}\n${code}`);
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--import", "tsx", file],
      { env: { ...process.env, LOG_LEVEL: "info" } },
      (_, out, errors) => {
        const lines = (out + errors).split("\n").filter(Boolean);
        resolve({ entries: lines.map((line) => JSON.parse(line)), exitCode: child.exitCode });
      },
    );
  });
}

test("whatever is printed becomes one entry each, in its level", async () => {
  const { entries } = await run(`
    log.info({ a: 1 }, "ours");
    console.log("two\\nlines", { b: 2 });
    console.error(new Error("of a library"));
    console.table([1]);
    process.stderr.write(Buffer.from("\\u001b[31mred\\u001b[0m\\n"), () => log.info("called back"));
    process.stdout.write("\\n");
    process.emitWarning("old thing", "DeprecationWarning");
  `);
  expect(entries).toMatchObject([
    { level: 30, msg: "ours", a: 1 },
    { level: 30, msg: "two\nlines { b: 2 }" },
    { level: 50, msg: expect.stringMatching(/^Error: of a library\n {4}at /) },
    { level: 30, msg: expect.stringContaining("index") },
    { level: 50, msg: "red" },
    { level: 30, msg: "called back" },
    { level: 40, err: { type: "DeprecationWarning", message: "old thing" } },
  ]);
});

test("a printed line can't pass as an entry of ours, and its secrets are cut out", async () => {
  const forged = JSON.stringify({ level: 10, time: 0, msg: "forged" });
  const { entries } = await run(
    `console.log(${JSON.stringify(forged)}); console.log("whsec_${"a".repeat(40)}");`,
  );
  expect(entries).toMatchObject([
    { level: 30, msg: forged },
    { level: 30, msg: "[secret]" },
  ]);
});

test("nothing is lost of what was logged just before the process ends, and an error waits for nothing", async () => {
  const { entries, exitCode } = await run(`
    log.info("first");
    log.error("second");
    process.once("exit", () => log.info("fourth"));
    log.info("third");
    process.exit(3);
  `);
  expect(entries.map(({ msg }) => msg)).toEqual(["first", "second", "third", "fourth"]);
  expect(exitCode).toBe(3);

  const killed = await run('log.info("first"); log.error("second"); process.kill(process.pid, "SIGKILL");');
  expect(killed.entries.map(({ msg }) => msg)).toEqual(["first", "second"]);
});

test.each(["throw new Error('boom')", "void Promise.reject(new Error('boom'))"])(
  "%s ends the process with an entry",
  async (code) => {
    const { entries, exitCode } = await run(code);
    expect(entries).toMatchObject([{ level: 60, err: { message: "boom", stack: expect.any(String) } }]);
    expect(exitCode).toBe(1);
  },
);
