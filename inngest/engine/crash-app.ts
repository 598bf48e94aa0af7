import { Inngest } from "inngest";
import { startEngine } from "./engine";
import { silentLog } from "./test-engine";

/** The app that is killed in the middle of a call and resumed by another process. */
export function createCrashApp(note: (line: string) => void, hang: boolean) {
  const client = new Inngest({
    id: "crash",
    checkpointing: { bufferedSteps: 1000 },
    aiMetadata: false,
    logger: silentLog,
  });
  const fn = client.createFunction(
    { id: "crash", retries: 0, triggers: [{ event: "crash/go" }] },
    async ({ step }) => {
      const first = await step.run("first", () => process.pid);
      await step.sleep("persist", "1s");
      await step.run("second", async () => {
        note(`second after ${first}`);
        if (hang) await new Promise(() => {});
      });
      note("done");
    },
  );
  return { client, functions: [fn] };
}

export function startCrashEngine(databaseUrl: string, app: ReturnType<typeof createCrashApp>) {
  return startEngine({
    ...app,
    databaseUrl,
    signingKey: "0123456789abcdef",
    eventKey: "crash",
    port: 0,
    leaseMs: 1000,
    log: silentLog,
  });
}

if (process.argv[2] === "run") {
  const app = createCrashApp((line) => process.stdout.write(`${line}\n`), true);
  await startCrashEngine(process.env.CRASH_DATABASE_URL ?? "", app);
  await app.client.send({ name: "crash/go", data: {} });
}
