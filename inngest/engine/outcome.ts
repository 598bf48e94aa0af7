import * as z from "zod";
import { toJsonText } from "./events";
import type { Job } from "./queue";
import { unsupportedSentence } from "./registry";
import type { Outcome, SavedStep } from "./runs";

export interface CallResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const opSchema = z.object({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  opts: z.looseObject({ duration: z.string().optional() }).nullish().catch(null),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});

const opsSchema = z.union([z.array(opSchema), opSchema.transform((op) => [op])]);

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const BACKOFF_MS = [
  15 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  20 * MINUTE_MS,
  40 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
];
const BACKOFF_JITTER_MS = 30 * SECOND_MS;
const UNIT_MS: Record<string, number> = {
  ms: 1,
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: 24 * HOUR_MS,
  w: 7 * 24 * HOUR_MS,
};

/** What to do after a call, by the SDK's answer. */
export function readResponse(response: CallResponse, job: Job, maxAttempts: number): Outcome {
  const { status, body } = response;
  const header = (name: string) => response.headers[name];
  const version = job.version === -1 ? Number(header("x-inngest-req-version") ?? -1) : job.version;
  const mayRetry = header("x-inngest-no-retry") !== "true" && job.attempt + 1 < maxAttempts;
  const retry = () => retryOutcome({ ...job, version }, header("retry-after"));

  if (!header("x-inngest-sdk")) {
    const error = toError(`The answer to the call (status ${status}) did not come from the Inngest SDK.`);
    return mayRetry ? retry() : failed(error);
  }
  if (status === 200) return { kind: "finished", status: "completed", output: body || "null" };
  if (status !== 206) return mayRetry ? retry() : failed(parseJson(body) ?? toError(body));

  const saved: SavedStep[] = [];
  const planned: string[] = [];
  const sleeps: Wake[] = [];
  let shouldRetry = false;
  for (const op of opsSchema.parse(JSON.parse(body))) {
    switch (op.op) {
      case "RunComplete":
        return { kind: "finished", status: "completed", output: toJsonText(op.data) };
      case "StepRun":
      case "Step":
        saved.push([op.id, toJsonText({ data: op.data ?? null })]);
        break;
      case "StepError":
        if (mayRetry) shouldRetry = true;
        else saved.push([op.id, toJsonText({ error: op.error })]);
        break;
      case "StepFailed":
        saved.push([op.id, toJsonText({ error: op.error })]);
        break;
      case "StepPlanned":
        planned.push(op.id);
        break;
      case "Sleep": {
        const wake = readSleep(op.opts?.duration || op.name || "");
        if (!wake) return failed(toError(`The sleep "${op.name}" is neither a duration nor an instant.`));
        sleeps.push(wake);
        // Nothing looks at the run before it wakes, so the result of the sleep can be written now.
        saved.push([op.id, "null"]);
        break;
      }
      case "DiscoveryRequest":
        break;
      default:
        return failed(toError(unsupportedSentence(`the step operation "${op.op}"`)));
    }
  }
  if (sleeps.length > 1 || (sleeps.length > 0 && planned.length > 0)) {
    return failed(toError(unsupportedSentence("a sleep in parallel with other steps")));
  }
  if (shouldRetry) return { ...retry(), saved };

  const [step = "step", ...pending] = [...job.pending, ...planned];
  const wake = sleeps[0] ?? { at: null, inMs: 0 };
  return { kind: "continued", saved, step, pending, attempt: 0, version, ...wake };
}

/** For a call that did not answer at all. */
export function afterBrokenCall(error: unknown, job: Job, maxAttempts: number): Outcome {
  if (job.attempt + 1 < maxAttempts) return retryOutcome(job, undefined);
  return failed(toError(error instanceof Error ? error.message : String(error)));
}

export function failed(error: unknown): Outcome {
  return { kind: "finished", status: "failed", output: toJsonText(error) };
}

export function toError(message: string) {
  return { name: "Error", message, stack: `Error: ${message}` };
}

interface Wake {
  at: string | null;
  inMs: number;
}

function retryOutcome(job: Job, retryAfter: string | undefined): Extract<Outcome, { kind: "continued" }> {
  const { step, pending, attempt, version } = job;
  return {
    kind: "continued",
    saved: [],
    step,
    pending,
    attempt: attempt + 1,
    version,
    ...readRetryAfter(retryAfter, attempt),
  };
}

function readRetryAfter(retryAfter: string | undefined, attempt: number): Wake {
  if (retryAfter && /^\d+$/.test(retryAfter)) return { at: null, inMs: Number(retryAfter) * SECOND_MS };
  if (retryAfter && isInstant(retryAfter)) return { at: new Date(retryAfter).toISOString(), inMs: 0 };
  const base = BACKOFF_MS[attempt] ?? 2 * HOUR_MS;
  return { at: null, inMs: base + Math.random() * BACKOFF_JITTER_MS };
}

/** `1h30m`, or an ISO instant. */
function readSleep(text: string): Wake | undefined {
  if (/^\d{4}-/.test(text))
    return isInstant(text) ? { at: new Date(text).toISOString(), inMs: 0 } : undefined;
  if (!/^(\d+(\.\d+)?(ms|[smhdw]))*$/.test(text)) return undefined;
  let inMs = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)) {
    inMs += Number(amount) * (UNIT_MS[unit ?? ""] ?? 0);
  }
  return { at: null, inMs };
}

function isInstant(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
