import type { Inngest, InngestFunction } from "inngest";
import type { Job } from "./queue";
import type { Lease } from "./runs";
import { createSdkHandler, type SdkRequest } from "./sdk";

export interface CallerOptions {
  client: Inngest.Any;
  functions: InngestFunction.Any[];
  signingKey: string;
  eventKey: string;
  /** Where the SDK finds this engine. */
  engineUrl: string;
}

const APP_URL = "http://in-process.invalid/api/inngest";
const MAX_CALL_MS = 2 * 60 * 60 * 1000;

/** Drives the functions in this process through the SDK's own request handler. */
export function createCaller(options: CallerOptions) {
  const { client, functions, signingKey } = options;
  const environment = {
    INNGEST_DEV: "0",
    INNGEST_BASE_URL: options.engineUrl,
    INNGEST_SIGNING_KEY: signingKey,
    INNGEST_EVENT_KEY: options.eventKey,
  };
  client.setEnvVars(environment);
  if (client.mode !== "cloud") {
    throw new Error(
      "The embedded engine needs the Inngest client in cloud mode; remove isDev from its options.",
    );
  }

  const handle = createSdkHandler({
    frameworkName: "embedded",
    client,
    functions,
    environment,
    // Nobody else can call it: a signature would only prove to ourselves that we are us.
    skipSignatureValidation: true,
  });

  function send(method: SdkRequest["method"], url: URL, body: unknown, headers: Record<string, string>) {
    return handle({ method, url, body, headers: { "x-inngest-server-kind": "cloud", ...headers } });
  }

  /** The configuration of every function, as the SDK reports it to a server. */
  async function sync(): Promise<unknown> {
    const headers = { "x-inngest-sync-kind": "in_band" };
    const { status, body } = await send("PUT", new URL(APP_URL), { url: APP_URL }, headers);
    if (status !== 200) throw new Error(`The Inngest SDK refused to list its functions (${status}): ${body}`);
    return JSON.parse(body);
  }

  async function call(job: Job, { worker, maxAttempts }: { worker: string; maxAttempts: number }) {
    const url = new URL(APP_URL);
    url.searchParams.set("fnId", job.fn);
    url.searchParams.set("stepId", job.step);
    const headers: Record<string, string> = { "x-run-id": job.runId };
    if (job.version !== -1) headers["x-inngest-req-version"] = String(job.version);
    const answer = send("POST", url, toPayload(job, worker, maxAttempts), headers);
    return withDeadline(answer, MAX_CALL_MS);
  }

  return { sync, call };
}

export type Caller = ReturnType<typeof createCaller>;

/** Names a lease to the SDK, which hands it back with its checkpoints. */
function toQueueItemId({ runId, generation }: Job, worker: string): string {
  return `${runId}:${generation}:${worker}`;
}

export function parseQueueItemId(text: string): Lease | undefined {
  const [, runId, generation, worker] = text.match(/^(\w{1,64}):(\d{1,9}):(\w{1,64})$/) ?? [];
  return runId && generation && worker ? { runId, generation: Number(generation), worker } : undefined;
}

function toPayload(job: Job, worker: string, maxAttempts: number) {
  const stack = job.steps.map(([id]) => id);
  const event = JSON.parse(job.event);
  return {
    version: job.version,
    event,
    events: [event],
    steps: Object.fromEntries(job.steps.map(([id, value]) => [id, JSON.parse(value)])),
    defers: {},
    use_api: false,
    ctx: {
      run_id: job.runId,
      fn_id: job.fn,
      qi_id: toQueueItemId(job, worker),
      env: "",
      step_id: "step",
      attempt: job.attempt,
      max_attempts: maxAttempts,
      disable_immediate_execution: false,
      use_api: false,
      stack: { stack, current: stack.length },
    },
  };
}

async function withDeadline<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The call took longer than ${ms / 60_000} minutes.`)), ms);
    timer.unref();
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
