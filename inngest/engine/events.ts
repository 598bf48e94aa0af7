import { randomBytes } from "node:crypto";
import * as z from "zod";
import { isEqual, toKey } from "./expression";
import { isMatch, type RegisteredFunction, type Registry } from "./registry";

export interface EngineEvent {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  user: unknown;
  [more: string]: unknown;
}

/** A run to start, and what decides whether it does. */
export interface Start {
  runId: string;
  fn: string;
  event: string;
  dedupe: string;
  idempotency: string | null;
  startsAt: string | null;
  /** Of its concurrency limits, "" for none. */
  key1: string;
  limit1: number | null;
  key2: string;
  limit2: number | null;
  cancelKeys: string[];
}

export interface Intake {
  starts: Start[];
  cancelKeys: string[];
}

const BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SEED_BYTES = 10;
const LATEST_TS_MS = 8_640_000_000_000_000;

/** Control characters and lone surrogates cannot be stored in, or compared as, Postgres text. */
const nameSchema = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u);

const eventSchema = z.looseObject({
  id: z.union([nameSchema, z.literal("")]).nullish(),
  name: nameSchema.refine((name) => !name.startsWith("inngest/"), "names starting inngest/ are reserved"),
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.int().min(0).max(LATEST_TS_MS).nullish(),
  user: z.unknown().optional(),
});

const eventsSchema = z.union([z.array(eventSchema), eventSchema.transform((event) => [event])]);

/** Parses the body of `POST /e/:key` and gives each event its id. Throws a ZodError on anything else. */
export function parseEvents(body: unknown, seed: string | undefined): EngineEvent[] {
  const receivedAt = Date.now();
  return eventsSchema.parse(body).map(({ id, name, data, ts, user, ...more }, index) => {
    const { _inngest: _reserved, ...ownData } = data ?? {};
    return {
      ...more,
      id: id || seededUlid(seed, index) || ulid(receivedAt),
      name,
      data: ownData,
      ts: ts || receivedAt,
      user: user ?? {},
    };
  });
}

/** Which runs these events start and which they cancel. */
export function planIntake(events: EngineEvent[], registry: Registry): Intake {
  const starts = new Map<string, Start>();
  const seen = new Set<string>();
  const cancelKeys = new Set<string>();
  for (const event of events) {
    for (const key of keysCancelledBy(event, registry)) {
      cancelKeys.add(key);
      for (const start of starts.values()) if (start.cancelKeys.includes(key)) starts.delete(start.runId);
    }
    for (const fn of registry.triggeredBy(event.name)) {
      if (!isTriggered(fn, event)) continue;
      const start = planStart(fn, event);
      const claims = [start.dedupe, ...(start.idempotency ? [start.idempotency] : [])];
      if (claims.some((claim) => seen.has(`${fn.id} ${claim}`))) continue;
      for (const claim of claims) seen.add(`${fn.id} ${claim}`);
      starts.set(start.runId, start);
    }
  }
  return { starts: [...starts.values()], cancelKeys: [...cancelKeys] };
}

/** One run of a function for an event. */
export function planStart(fn: RegisteredFunction, event: EngineEvent): Start {
  const now = Date.now();
  const scope = { event };
  const keys = fn.limits.map(({ key }, index) => `${fn.id}:${index}${key ? `:${toKey(key, scope)}` : ""}`);
  return {
    runId: ulid(now),
    fn: fn.id,
    event: toJsonText(event),
    dedupe: `id:${event.id}`,
    idempotency: fn.idempotency ? `key:${toKey(fn.idempotency, scope)}` : null,
    startsAt: event.ts > now ? new Date(event.ts).toISOString() : null,
    key1: keys[0] ?? "",
    limit1: fn.limits[0]?.limit ?? null,
    key2: keys[1] ?? "",
    limit2: fn.limits[1]?.limit ?? null,
    cancelKeys: fn.cancels.map(({ ofRun }, index) => `${fn.id}:${index}:${toKey(ofRun, scope)}`),
  };
}

/** JSON for a value of the outside world; a lone surrogate, which no signature can cover, is replaced. */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value ?? null) ?? "null";
  if (!/\\ud[89a-f][0-9a-f]{2}/.test(text)) return text;
  return JSON.stringify(value, (_, part) => (typeof part === "string" ? part.toWellFormed() : part));
}

export function ulid(timeMs: number, entropy: Uint8Array = randomBytes(SEED_BYTES)): string {
  let bits = BigInt(timeMs);
  for (const byte of entropy) bits = (bits << 8n) | BigInt(byte);
  let text = "";
  for (let digit = 0; digit < 26; digit++) {
    text = BASE32.charAt(Number(bits & 31n)) + text;
    bits >>= 5n;
  }
  return text;
}

/** The id that the SDK's seed header gives the event at `index`: resending gives the same ids. */
export function seededUlid(seed: string | undefined, index: number): string | undefined {
  const [, millis, base64] = seed?.match(/^(\d{1,15}),([A-Za-z0-9+/=]+)$/) ?? [];
  const entropy = Buffer.from(base64 ?? "", "base64");
  if (!millis || entropy.length !== SEED_BYTES) return undefined;
  const last = SEED_BYTES - 4;
  entropy.writeUInt32BE((entropy.readUInt32BE(last) + index + 1) >>> 0, last);
  return ulid(Number(millis), entropy);
}

function isTriggered(fn: RegisteredFunction, event: EngineEvent): boolean {
  return fn.triggers.some(
    (trigger) =>
      isMatch(trigger.event, event.name) && (!trigger.condition || isEqual(trigger.condition, { event })),
  );
}

function keysCancelledBy(event: EngineEvent, registry: Registry): string[] {
  return registry
    .cancelledBy(event.name)
    .flatMap((fn) =>
      fn.cancels.flatMap(({ event: name, ofEvent }, index) =>
        name === event.name ? [`${fn.id}:${index}:${toKey(ofEvent, { async: event })}`] : [],
      ),
    );
}
