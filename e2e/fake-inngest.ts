import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import canonicalize from "canonicalize";
import { signBody } from "@/inngest/engine/signature";

interface RegisteredFunction {
  id: string;
  triggers: { event?: string }[];
  steps: { step: { runtime: { url: string } } };
}

interface Registration {
  appName: string;
  url: string;
  functions: RegisteredFunction[];
}

interface Event {
  name: string;
  data: Record<string, unknown>;
  /** When its runs start, in milliseconds; at once without. */
  ts?: number;
}

interface Op {
  id: string;
  op: string;
  name?: string;
  opts?: { duration?: string };
  data?: unknown;
}

export const SIGNING_KEY = "00112233445566778899aabbccddeeff";
export const EVENT_KEY = "fake-event-key";
const MAX_CALLS = 20;

/** As much of an Inngest server as deliveries need: apps, each known by its id and called where it registered last; events; runs in memory. */
export class FakeInngest {
  registrations: Registration[] = [];
  events: Event[] = [];
  #runs = new Set<Promise<void>>();
  #apps = new Map<string, Registration>();
  #server: Server | undefined;
  #port = 0;
  #isHanging = false;
  readonly #isIdle: boolean;

  /** An idle one takes registrations and events, and calls nobody. */
  constructor({ isIdle = false } = {}) {
    this.#isIdle = isIdle;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async listen(): Promise<void> {
    this.#isHanging = false;
    const server = createServer(async (request, response) => {
      const body = await json(request);
      // Only then: what was on its way when it began to hang must not start a run either.
      if (this.#isHanging) return;
      const answer = JSON.stringify(this.#take(request, body));
      response.writeHead(200, { "content-type": "application/json" }).end(answer);
    });
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** From now on requests are taken and never answered. */
  hang(): void {
    this.#isHanging = true;
  }

  /** From now on connections are refused; `listen` takes the same port again. */
  refuse(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#server = undefined;
  }

  /** As after a restart without its disk. */
  loseData(): void {
    this.#apps.clear();
  }

  /** Resolves when no run is under way. */
  async idle(): Promise<void> {
    while (this.#runs.size > 0) await Promise.all(this.#runs);
  }

  /** One signed request, as the server makes them. */
  call(url: string, payload: unknown, { stepId = "step", runId = randomUUID() } = {}): Promise<Response> {
    const target = new URL(url);
    target.searchParams.set("stepId", stepId);
    const body = canonicalize(payload) ?? "";
    return fetch(target, {
      method: "POST",
      body,
      headers: { "x-inngest-signature": signBody(body, SIGNING_KEY, Date.now()), "x-run-id": runId },
    });
  }

  #take(request: IncomingMessage, body: unknown): unknown {
    const path = request.url?.split("?")[0] ?? "";
    if (path === "/fn/register") {
      // What the SDK sends, by its own protocol.
      const registration = body as Registration;
      this.registrations.push(registration);
      this.#apps.set(registration.appName, registration);
      return { ok: true, modified: true };
    }
    if (!path.startsWith("/e/")) return {};
    const events = body as Event[];
    this.events.push(...events);
    if (!this.#isIdle) for (const event of events) this.#trigger(event);
    return { ids: events.map(() => randomUUID()), status: 200 };
  }

  /** Starts a run of each function that the event triggers. */
  #trigger(event: Event): void {
    for (const { functions } of this.#apps.values()) {
      for (const fn of functions) {
        if (!fn.triggers.some((trigger) => trigger.event === event.name)) continue;
        // A worker that does not answer loses its run, as one that has used up its tries.
        const run: Promise<void> = this.#run(fn, event)
          .catch(() => {})
          .finally(() => this.#runs.delete(run));
        this.#runs.add(run);
      }
    }
  }

  async #run(fn: RegisteredFunction, event: Event): Promise<void> {
    const runId = randomUUID();
    const steps: Record<string, unknown> = {};
    const stack: string[] = [];
    let stepId = "step";
    await sleep(Math.max(0, (event.ts ?? 0) - Date.now()));
    for (let calls = 0; calls < MAX_CALLS; calls++) {
      const payload = { ...EMPTY_CALL, event, events: [event], steps, ctx: context(runId, stack) };
      const response = await this.call(fn.steps.step.runtime.url, payload, { stepId, runId });
      if (response.status !== 206) return;
      stepId = "step";
      for (const op of (await response.json()) as Op[]) {
        if (op.op === "StepPlanned") {
          stepId = op.id;
          continue;
        }
        if (op.op === "Sleep")
          await sleep(Math.max(0, Date.parse(op.opts?.duration ?? op.name ?? "") - Date.now()));
        steps[op.id] = op.op === "Sleep" ? null : { data: op.data ?? null };
        stack.push(op.id);
      }
    }
  }
}

const EMPTY_CALL = { version: -1, defers: {}, use_api: false };

function context(runId: string, stack: string[]) {
  return {
    run_id: runId,
    env: "",
    step_id: "step",
    attempt: 0,
    max_attempts: 4,
    disable_immediate_execution: false,
    use_api: false,
    stack: { stack, current: stack.length },
  };
}
