import * as z from "zod";
import { type Equality, parseEquality, parseKey, rootOf } from "./expression";
import { isCron } from "./schedule";

type Key = NonNullable<ReturnType<typeof parseKey>>;

export interface RegisteredFunction {
  id: string;
  maxAttempts: number;
  triggers: { event: string; condition?: Equality }[];
  crons: string[];
  limits: { limit: number; key?: Key }[];
  cancels: { event: string; ofRun: Key; ofEvent: Key }[];
  idempotency?: Key;
  /** Why the engine cannot run it; its runs fail with this sentence. */
  unsupported?: string;
}

export interface Registry {
  functions: Map<string, RegisteredFunction>;
  triggeredBy(eventName: string): RegisteredFunction[];
  cancelledBy(eventName: string): RegisteredFunction[];
}

const DEFAULT_RETRIES = 4;
const UNSUPPORTED_OPTIONS = [
  "batchEvents",
  "rateLimit",
  "throttle",
  "debounce",
  "priority",
  "timeouts",
  "singleton",
] as const;

const limitSchema = z.object({
  limit: z.int().min(0),
  key: z.string().optional(),
  scope: z.string().optional(),
});

const functionSchema = z.looseObject({
  id: z.string(),
  triggers: z.array(
    z.object({
      event: z.string().optional(),
      expression: z.string().optional(),
      cron: z.string().optional(),
      jitter: z.unknown().optional(),
    }),
  ),
  steps: z.object({
    step: z.object({ retries: z.object({ attempts: z.int().min(0) }).optional() }),
  }),
  concurrency: z.union([z.int().min(0), limitSchema, z.array(limitSchema)]).optional(),
  cancel: z
    .array(z.object({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }))
    .optional(),
  idempotency: z.string().optional(),
});

type FunctionConfig = z.infer<typeof functionSchema>;

/** Reads the functions as the SDK registers them. */
export function createRegistry(syncBody: unknown): Registry {
  const { functions: configs } = z.object({ functions: z.array(functionSchema) }).parse(syncBody);
  const functions = new Map(configs.map((config) => [config.id, toFunction(config)]));
  const all = [...functions.values()];
  return {
    functions,
    triggeredBy: (name) => all.filter((fn) => fn.triggers.some(({ event }) => isMatch(event, name))),
    cancelledBy: (name) => all.filter((fn) => fn.cancels.some(({ event }) => event === name)),
  };
}

/** True when an event's name is the trigger's, or starts with it up to its trailing `*`. */
export function isMatch(trigger: string, eventName: string): boolean {
  return trigger.endsWith("*") ? eventName.startsWith(trigger.slice(0, -1)) : trigger === eventName;
}

/** The sentence a run ends with when its function asks for more than this engine offers. */
export function unsupportedSentence(what: string): string {
  return `The embedded engine does not support ${what}; set INNGEST_BASE_URL to run this function on an Inngest server.`;
}

function toFunction(config: FunctionConfig): RegisteredFunction {
  const missing: string[] = UNSUPPORTED_OPTIONS.filter((option) => config[option] !== undefined);

  const triggers: RegisteredFunction["triggers"] = [];
  for (const { event, expression } of config.triggers) {
    if (!event) continue;
    const condition = expression ? parseEquality(expression) : undefined;
    if (expression && !condition) missing.push(`the trigger expression "${expression}"`);
    triggers.push({ event, condition });
  }
  if (config.triggers.some(({ jitter }) => jitter !== undefined)) missing.push("cron jitter");

  const crons = config.triggers.flatMap(({ cron }) => cron ?? []);
  for (const cron of crons) if (!isCron(cron)) missing.push(`the cron expression "${cron}"`);

  const limits: RegisteredFunction["limits"] = [];
  for (const { limit, key, scope } of toLimits(config.concurrency)) {
    const parsed = key ? parseKey(key) : undefined;
    if (key && !parsed) missing.push(`the concurrency key "${key}"`);
    if (scope && scope !== "fn") missing.push(`concurrency of scope "${scope}"`);
    // 0 means no limit, as on a server.
    if (limit > 0) limits.push({ limit, key: parsed });
  }
  if (limits.length > 2) missing.push("more than two concurrency limits");

  const cancels: RegisteredFunction["cancels"] = [];
  for (const { event, if: condition, timeout } of config.cancel ?? []) {
    const cancel = condition ? toCancel(condition) : { ofRun: [], ofEvent: [] };
    if (!cancel) missing.push(`the cancelOn expression "${condition}"`);
    if (timeout) missing.push("cancelOn timeout");
    if (cancel) cancels.push({ event, ...cancel });
  }

  const idempotency = config.idempotency ? parseKey(config.idempotency) : undefined;
  if (config.idempotency && !idempotency) missing.push(`the idempotency key "${config.idempotency}"`);

  return {
    id: config.id,
    maxAttempts: (config.steps.step.retries?.attempts ?? DEFAULT_RETRIES) + 1,
    triggers,
    crons: crons.filter(isCron),
    limits,
    cancels,
    idempotency,
    unsupported: missing.length > 0 ? unsupportedSentence(missing.join(", ")) : undefined,
  };
}

function toLimits(concurrency: FunctionConfig["concurrency"]) {
  if (concurrency === undefined) return [];
  if (typeof concurrency === "number") return [{ limit: concurrency, key: undefined, scope: undefined }];
  return Array.isArray(concurrency) ? concurrency : [concurrency];
}

/** `event.… == async.…` in either order, as the sides read from the run's event and from the arriving one. */
function toCancel(condition: string): { ofRun: Key; ofEvent: Key } | undefined {
  const sides = parseEquality(condition);
  if (!sides) return undefined;
  const [ofRun, ofEvent] =
    rootOf(sides.left) === "async" ? [sides.right, sides.left] : [sides.left, sides.right];
  const isBetween = rootOf(ofRun) === "event" && rootOf(ofEvent) === "async";
  return isBetween ? { ofRun: [ofRun], ofEvent: [ofEvent] } : undefined;
}
