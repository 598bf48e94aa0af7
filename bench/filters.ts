import { createContext, createOrganization, createUser } from "@/db/factories";
import type { FilterCondition, PayloadFilter } from "@/features/event-filter/schema";
import { publishEvent, publishEvents } from "@/features/events/publish";
import { previewSubscription } from "@/features/subscriptions/preview";
import { PREVIEW_MAX_EVENTS } from "@/features/subscriptions/preview-schema";
import { createSubscription } from "@/features/subscriptions/service";
import type { Context } from "@/lib/context";
import { type Line, percentile } from "./report";

const SUBSCRIPTIONS = 100;
const ROUNDS = 150;
const BATCH = 20;
const TARGET_RATIO = 1.5;
const PREVIEW_TARGET_MS = 1000;

const DATA = {
  subject: "Printer on fire",
  priority: "high",
  customer: { plan: "pro", seats: "25", since: "2024-05-01T10:00:00Z", tags: ["vip", "emea"] },
  note: "x".repeat(500),
};

type ConditionOf = (index: number) => FilterCondition;

/** Each kind of condition in turn, with another value for each subscription; all of them match DATA. */
const CONDITIONS: [ConditionOf, ...ConditionOf[]] = [
  (n) => ({ path: "priority", operator: "not_equals", value: `low ${n}` }),
  (n) => ({ path: "customer.plan", operator: "in", value: [`plan ${n}`, "pro"] }),
  (n) => ({ path: "customer.seats", operator: "less_than", value: 100 + n }),
  (n) => ({ path: "customer.since", operator: "less_than", value: `20${25 + (n % 70)}-01-01T00:00:00Z` }),
  (n) => ({ path: "customer.tags", operator: "not_contains", value: `tag ${n}` }),
  () => ({ path: "subject", operator: "starts_with", value: "Printer" }),
];

/** What it costs to publish to a hundred subscriptions that look into the data, beside a hundred that don't. */
export async function benchFilters(): Promise<Line[]> {
  const plain = await withSubscriptions(() => null);
  const filtered = await withSubscriptions((index) => ({
    all: [condition(index), condition(index + 1)],
  }));
  const one = { type: "ticket.created", data: DATA };
  const batch = Array.from({ length: BATCH }, () => one);
  const single = await compare([plain, filtered], ROUNDS, (ctx) => publishEvent(ctx, one));
  const batched = await compare([plain, filtered], ROUNDS / 5, (ctx) => publishEvents(ctx, batch));
  return [
    line("One event to 100 filtered subscriptions", single),
    line(`A batch of ${BATCH} to 100 filtered subscriptions`, batched),
    await benchPreview(filtered),
  ];
}

function condition(index: number): FilterCondition {
  return (CONDITIONS[index % CONDITIONS.length] ?? CONDITIONS[0])(index);
}

async function withSubscriptions(filterOf: (index: number) => PayloadFilter | null): Promise<Context> {
  const ctx = createContext(await createUser(await createOrganization()));
  for (let index = 0; index < SUBSCRIPTIONS; index++)
    await createSubscription(ctx, {
      targetUrl: `https://example.com/${index}`,
      eventTypes: ["ticket.*"],
      subscriptionLevel: "organization",
      format: "replify",
      retryPolicy: "standard",
      filter: filterOf(index),
    });
  return ctx;
}

/** The median of each, in turns, so that what else the machine does falls on both. */
async function compare(
  [plain, filtered]: [Context, Context],
  rounds: number,
  publish: (ctx: Context) => Promise<unknown>,
): Promise<{ plainMs: number; filteredMs: number }> {
  const timed = async (ctx: Context) => {
    const started = performance.now();
    await publish(ctx);
    return performance.now() - started;
  };
  const times = { plain: [] as number[], filtered: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.plain.push(await timed(plain));
    times.filtered.push(await timed(filtered));
  }
  return { plainMs: percentile(times.plain, 0.5), filteredMs: percentile(times.filtered, 0.5) };
}

function line(what: string, { plainMs, filteredMs }: { plainMs: number; filteredMs: number }): Line {
  return {
    what,
    measured: `${filteredMs.toFixed(1)} ms, ${(filteredMs / plainMs).toFixed(2)} ×`,
    target: `≤ ${TARGET_RATIO} × without filters`,
    ceiling: `${plainMs.toFixed(1)} ms without`,
  };
}

async function benchPreview(ctx: Context): Promise<Line> {
  const batch = Array.from({ length: 1000 }, () => ({ type: "chat.started", data: DATA }));
  for (let published = 0; published < PREVIEW_MAX_EVENTS; published += batch.length)
    await publishEvents(ctx, batch);
  const started = performance.now();
  const filter = { all: [0, 1, 2, 3, 4].map(condition) };
  const { events } = await previewSubscription(ctx, { eventTypes: ["*"], filter });
  const ms = performance.now() - started;
  return {
    what: `Preview of a filter over ${events.toLocaleString("en-GB")} events`,
    measured: `${ms.toFixed(0)} ms`,
    target: `≤ ${PREVIEW_TARGET_MS} ms`,
  };
}
