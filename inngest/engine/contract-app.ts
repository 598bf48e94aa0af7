import { randomUUID } from "node:crypto";
import { Inngest, NonRetriableError, RetryAfterError } from "inngest";
import { SERVE_PATH, startListener } from "@/inngest/server/listener";
import { freePort } from "@/scripts/ports";
import { startEngine } from "./engine";
import { createSdkHandler } from "./sdk";
import { signBody } from "./signature";
import { createEngineDatabase, silentLog } from "./test-engine";

interface Mark {
  what: string;
  at: number;
  [more: string]: unknown;
}

interface Worker {
  /** As on SIGTERM: takes no more calls and waits for those under way. */
  stop(): Promise<void>;
}

/** What drives the app: the embedded engine, or a server. */
interface Host {
  url: string;
  eventKey: string;
  /** Each registers the app when it starts. */
  startWorker(client: Inngest, functions: Functions): Promise<Worker>;
  stop(): Promise<void>;
}

export type ContractApp = Awaited<ReturnType<typeof startContractApp>>;

/** The little app of the contract suite, with one worker that stays. */
export async function startContractApp() {
  const recorder = createRecorder();
  const id = `contract-${randomUUID().slice(0, 8)}`;
  const host = process.env.INNGEST_CONTRACT_URL
    ? serverHost(process.env.INNGEST_CONTRACT_URL)
    : await engineHost();
  const startWorker = async () => {
    const client = new Inngest({
      id,
      checkpointing: { bufferedSteps: 1000 },
      aiMetadata: false,
      logger: silentLog,
    });
    return { client, ...(await host.startWorker(client, createFunctions(client, recorder))) };
  };
  const first = await startWorker();
  const stop = async () => {
    await first.stop();
    await host.stop();
  };
  return { client: first.client, url: host.url, eventKey: host.eventKey, startWorker, stop, ...recorder };
}

type Recorder = ReturnType<typeof createRecorder>;

function createRecorder() {
  const marks: Mark[] = [];
  const gates = new Map<string, () => void>();
  const opened = new Set<string>();
  return {
    marks,
    /** What a run wrote down, by the `key` that the test put in its event. */
    of: (key: string, what?: string) =>
      marks.filter((mark) => mark.key === key && (what === undefined || mark.what === what)),
    note: (what: string, fields: Record<string, unknown>) => {
      marks.push({ ...fields, what, at: Date.now() });
    },
    /** Lets a run that waits inside a step go on. */
    open: (gate: string) => {
      opened.add(gate);
      gates.get(gate)?.();
    },
    isOpen: (gate: string) => opened.has(gate),
    waitAt: (gate: string) => new Promise<void>((resolve) => gates.set(gate, resolve)),
  };
}

function createFunctions(client: Inngest, { note, of, waitAt, isOpen }: Recorder) {
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
      const { key } = event.data;
      await step.run("start", () => note("started", { key }));
      let mayEnd = false;
      for (let nap = 1; !mayEnd; nap++) {
        await step.sleep(`nap-${nap}`, "1s");
        mayEnd = await step.run(`look-${nap}`, () => isOpen(key));
      }
      note("finished", { key });
    },
  );
  const once = client.createFunction(
    { id: "once", triggers: [{ event: "contract/once" }], idempotency: "event.data.order" },
    async ({ event }) => note("once", { key: event.data.key }),
  );
  const patient = client.createFunction(
    { id: "patient", triggers: [{ event: "contract/patient" }] },
    async ({ event, step }) => {
      const { key, due } = event.data;
      // Some servers wake a sleep up to 30 ms early: it is made certain here.
      let wakeAt: number | null = due - 30;
      for (let wake = 1; wakeAt !== null; wake++) {
        await step.sleepUntil(`until-${wake}`, new Date(wakeAt));
        wakeAt = await step.run(`attempt-${wake}`, () => {
          if (Date.now() < due) return Math.max(due, Date.now() + 50);
          note("attempted", { key, wake });
          return null;
        });
      }
      note("settled", { key });
    },
  );
  const held = client.createFunction(
    { id: "held", retries: 3, triggers: [{ event: "contract/held" }] },
    async ({ event, step }) => {
      const { key } = event.data;
      await step.run("hold", async () => {
        note("entered", { key });
        await waitAt(key);
      });
      await step.sleep("nap", "1s");
      await step.run("go on", () => note("went on", { key }));
    },
  );
  return [steps, told, sleeper, plain, retrying, failing, limited, cancellable, once, patient, held];
}

type Functions = ReturnType<typeof createFunctions>;

async function engineHost(): Promise<Host> {
  const database = await createEngineDatabase();
  const eventKey = "contract-event-key";
  const signingKey = "signkey-test-0123456789abcdef";
  // The first worker stays, and takes the events.
  const port = await freePort();
  let workers = 0;
  return {
    url: `http://127.0.0.1:${port}`,
    eventKey,
    startWorker: (client, functions) =>
      startEngine({
        databaseUrl: database.url,
        client,
        functions,
        signingKey,
        eventKey,
        port: workers++ === 0 ? port : 0,
        log: silentLog,
      }),
    stop: database.drop,
  };
}

function serverHost(url: string): Host {
  const signingKey = process.env.INNGEST_CONTRACT_SIGNING_KEY ?? "";
  const eventKey = process.env.INNGEST_CONTRACT_EVENT_KEY ?? "";
  /** The server calls whoever registered last, so the others do it again when one leaves. */
  const registrations = new Set<() => Promise<void>>();
  return {
    url,
    eventKey,
    async startWorker(client, functions) {
      const port = await freePort();
      const origin = `http://127.0.0.1:${port}`;
      const environment = {
        INNGEST_DEV: "0",
        INNGEST_BASE_URL: url,
        INNGEST_SIGNING_KEY: signingKey,
        INNGEST_EVENT_KEY: eventKey,
        INNGEST_SERVE_ORIGIN: origin,
      };
      client.setEnvVars(environment);
      const handle = createSdkHandler({ frameworkName: "nodejs", client, functions, environment });
      const signingKeys = [signingKey];
      const listener = await startListener({
        host: "127.0.0.1",
        port,
        origin,
        signingKeys,
        handle,
        onCall() {},
      });
      const register = async () => {
        const headers = { "x-inngest-signature": signBody("", signingKey, Date.now()) };
        const request = { method: "PUT", url: new URL(SERVE_PATH, origin), headers, body: "" };
        const { status, body } = await handle(request);
        if (status !== 200) throw new Error(`The server at ${url} did not take the app: ${body}`);
      };
      await register();
      registrations.add(register);
      return {
        async stop() {
          registrations.delete(register);
          for (const registerAgain of registrations) await registerAgain();
          await listener.stop(10_000);
        },
      };
    },
    async stop() {},
  };
}
