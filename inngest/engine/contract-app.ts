import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest, NonRetriableError, RetryAfterError } from "inngest";
import { serve } from "inngest/node";
import { startEngine } from "./engine";
import { createEngineDatabase, silentLog } from "./test-engine";

interface Mark {
  what: string;
  at: number;
  [more: string]: unknown;
}

export type ContractApp = Awaited<ReturnType<typeof startContractApp>>;

/**
 * The little app of the contract suite, driven by the embedded engine, or by the server at INNGEST_CONTRACT_URL (with
 * INNGEST_SIGNING_KEY and INNGEST_EVENT_KEY as that server has them).
 */
export async function startContractApp() {
  const recorder = createRecorder();
  const client = new Inngest({
    id: `contract-${randomUUID().slice(0, 8)}`,
    checkpointing: { bufferedSteps: 1000 },
    aiMetadata: false,
    logger: silentLog,
  });
  const functions = createFunctions(client, recorder);
  const server = process.env.INNGEST_CONTRACT_URL;
  const { url, eventKey, stop } = server
    ? await connectServer(client, functions, server)
    : await startOwnEngine(client, functions);
  return { client, url, eventKey, stop, ...recorder };
}

type Recorder = ReturnType<typeof createRecorder>;

function createRecorder() {
  const marks: Mark[] = [];
  const gates = new Map<string, () => void>();
  return {
    marks,
    /** What a run wrote down, by the `key` that the test put in its event. */
    of: (key: string, what?: string) =>
      marks.filter((mark) => mark.key === key && (what === undefined || mark.what === what)),
    note: (what: string, fields: Record<string, unknown>) => {
      marks.push({ ...fields, what, at: Date.now() });
    },
    /** Lets a run that waits inside a step go on. */
    open: (gate: string) => gates.get(gate)?.(),
    waitAt: (gate: string) => new Promise<void>((resolve) => gates.set(gate, resolve)),
  };
}

function createFunctions(client: Inngest, { note, of, waitAt }: Recorder) {
  const steps = client.createFunction(
    { id: "steps", retries: 2, triggers: [{ event: "contract/steps" }] },
    async ({ event, step }) => {
      const { key } = event.data;
      const value = await step.run("first", () => {
        note("first", { key });
        return { nested: [1, "\u0000", "\ud83d\ude00"] };
      });
      const [left, right] = await Promise.all([
        step.run("left", () => {
          note("left", { key });
          return "l";
        }),
        step.run("right", () => {
          note("right", { key });
          return "r";
        }),
      ]);
      await step.sleep("nap", "1s");
      if (of(key, "threw").length === 0) {
        note("threw", { key });
        throw new RetryAfterError("once more", new Date(Date.now() + 50));
      }
      await step.sendEvent("tell", { name: "contract/told.done", data: { key, value, left, right } });
    },
  );
  const told = client.createFunction(
    { id: "told", triggers: [{ event: "contract/told.*" }] },
    async ({ event }) => note("told", event.data),
  );
  const sleeper = client.createFunction(
    { id: "sleeper", triggers: [{ event: "contract/sleep" }] },
    async ({ event, step }) => {
      await step.sleepUntil("until", new Date(event.data.until));
      note("woke", { key: event.data.key });
    },
  );
  const plain = client.createFunction(
    { id: "plain", triggers: [{ event: "contract/plain" }] },
    async ({ event }) => note("plain", { ...event.data, ts: event.ts, id: event.id }),
  );
  const retrying = client.createFunction(
    { id: "retrying", retries: 3, triggers: [{ event: "contract/retry" }] },
    async ({ event, attempt }) => {
      const { key } = event.data;
      const due = Date.now() + 1_234;
      note("attempt", { key, attempt, due });
      if (attempt < 2) throw new RetryAfterError("later", new Date(due));
    },
  );
  const failing = client.createFunction(
    {
      id: "failing",
      retries: 3,
      triggers: [{ event: "contract/fail" }],
      onFailure: async ({ error, event }) =>
        note("failed", { key: event.data.event.data.key, name: error.name, message: error.message }),
    },
    async ({ event, step }) => {
      await step.run("doomed", () => {
        note("tried", { key: event.data.key });
        throw new NonRetriableError("cannot work");
      });
    },
  );
  const limited = client.createFunction(
    {
      id: "limited",
      retries: 0,
      triggers: [{ event: "contract/limited" }],
      concurrency: [{ key: "event.data.lane", limit: 2 }, { limit: 20 }],
    },
    async ({ event }) => {
      const { key, lane, gate } = event.data;
      note("entered", { key, lane });
      if (gate) await waitAt(gate);
      note("left", { key, lane });
    },
  );
  const cancellable = client.createFunction(
    {
      id: "cancellable",
      triggers: [{ event: "contract/cancellable" }],
      cancelOn: [{ event: "contract/cancel", match: "data.subject" }],
    },
    async ({ event, step }) => {
      await step.run("start", () => note("started", { key: event.data.key }));
      await step.sleep("wait", "2s");
      note("finished", { key: event.data.key });
    },
  );
  const once = client.createFunction(
    { id: "once", triggers: [{ event: "contract/once" }], idempotency: "event.data.order" },
    async ({ event }) => note("once", { key: event.data.key }),
  );
  return [steps, told, sleeper, plain, retrying, failing, limited, cancellable, once];
}

type Functions = ReturnType<typeof createFunctions>;

async function startOwnEngine(client: Inngest, functions: Functions) {
  const database = await createEngineDatabase();
  const eventKey = "contract-event-key";
  const engine = await startEngine({
    databaseUrl: database.url,
    client,
    functions,
    signingKey: "signkey-test-0123456789abcdef",
    eventKey,
    port: 0,
    log: silentLog,
  });
  const stop = async () => {
    await engine.stop();
    await database.drop();
  };
  return { url: engine.url, eventKey, stop };
}

async function connectServer(client: Inngest, functions: Functions, url: string) {
  client.setEnvVars({ ...process.env, INNGEST_BASE_URL: url });
  const app = createServer(serve({ client, functions }));
  app.listen(0, "127.0.0.1");
  await once(app, "listening");
  const { port } = app.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/api/inngest`, { method: "PUT" });
  if (!answer.ok) throw new Error(`The server at ${url} did not take the app: ${await answer.text()}`);
  const stop = async () => {
    app.closeAllConnections();
    app.close();
  };
  return { url, eventKey: process.env.INNGEST_EVENT_KEY ?? "", stop };
}
