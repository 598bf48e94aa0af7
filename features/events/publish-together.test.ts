import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { asOwner, emptyOwnDatabase, useOwnDatabase } from "@/db/own-database";
import { storeEvents } from "@/features/events/publish";
import { createSubscription } from "@/features/subscriptions/service";
import { actorLabel, type Context } from "@/lib/context";

const CALLERS = ["one", "two", "stranger"] as const;
type Caller = (typeof CALLERS)[number];

/** How many subscriptions each has; the organization of the stranger does not exist. */
const SUBSCRIPTIONS: Record<Caller, number> = { one: 2, two: 1, stranger: 0 };

const KINDS = ["single", "huge", "batch", "bad", "bad batch", "undone", "done"] as const;
type Kind = (typeof KINDS)[number];

interface Call {
  caller: Caller;
  kind: Kind;
  /** Of the event loop, before it is made. */
  turns: number;
}

interface Outcome extends Call {
  marks: string[];
  ids: string[];
  deliveries: number[];
  /** Of the database; null where all went well. */
  code: string | null;
}

let contexts: Record<Caller, Context>;
let dropDatabase: () => Promise<void>;
let runs = 0;

beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
  await emptyOwnDatabase();
  const [one, two] = [await createOrganization(), await createOrganization()];
  const stranger = createContext(await createUser(await createOrganization()));
  contexts = {
    one: createContext(await createUser(one)),
    two: {
      ...createContext(await createUser(two)),
      cause: { requestId: "01960584-9d20-7e5a-b1c7-44a0f2d8c613", hops: 2 },
    },
    stranger,
  };
  for (const caller of CALLERS)
    for (let index = 0; index < SUBSCRIPTIONS[caller]; index++)
      await createSubscription(contexts[caller], {
        targetUrl: "http://localhost:8089/hook",
        eventTypes: ["ticket.*"],
        subscriptionLevel: "organization",
        format: "replify",
        retryPolicy: "standard",
      });
  await asOwner((owner) => owner`delete from organizations where id = ${stranger.organizationId}`);
});

afterAll(async () => {
  await dropDatabase();
});

const calls = fc.array(
  fc.record({
    caller: fc.constantFrom(...CALLERS),
    kind: fc.constantFrom(...KINDS),
    turns: fc.nat(6),
  }),
  { minLength: 1, maxLength: 8 },
);
/** Each goes through its calls one after the other, beside all others. */
const lanes = fc.array(calls, { minLength: 1, maxLength: 8 });

test("whatever is published together is stored, numbered and refused as if it were alone", async () => {
  await fc.assert(
    fc.asyncProperty(lanes, async (all) => {
      const run = ++runs;
      const outcomes = await Promise.all(all.map((lane, index) => goThrough(lane, `${run}/${index}`)));
      const stored = await readStored(`${run}/`);
      for (const outcome of outcomes.flat()) {
        expect(outcome.code).toBe(expectedCode(outcome));
        expectStored(outcome, stored);
      }
      for (const lane of outcomes) expectAscending(lane.flatMap(({ ids }) => ids));
    }),
    { numRuns: 25 },
  );
});

test("where its connections are killed meanwhile, nothing is stored by half, twice or under another's name", async () => {
  await fc.assert(
    fc.asyncProperty(lanes, fc.nat(30), async (all, turns) => {
      const run = ++runs;
      const [outcomes] = await Promise.all([
        Promise.all(all.map((lane, index) => goThrough(lane, `${run}/${index}`))),
        wait(turns).then(killConnections),
      ]);
      const stored = await readStored(`${run}/`);
      for (const outcome of outcomes.flat()) {
        const count = stored.filter(({ mark }) => outcome.marks.includes(mark)).length;
        if (outcome.code === null) expectStored(outcome, stored);
        else if (expectedCode(outcome) === null) expect([0, outcome.marks.length]).toContain(count);
        else expect(count).toBe(0);
      }
    }),
    { numRuns: 15 },
  );
});

async function goThrough(lane: Call[], name: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [index, call] of lane.entries()) {
    await wait(call.turns);
    outcomes.push(await make(call, `${name}/${index}`));
  }
  return outcomes;
}

async function make(call: Call, name: string): Promise<Outcome> {
  const events = eventsOf(call.kind, name);
  const marks = events.map(({ data }) => data.mark);
  try {
    const stored = await publish(call, events);
    const [ids, deliveries] = [stored.map(({ id }) => id), stored.map((event) => event.deliveries)];
    return { ...call, marks, ids, deliveries, code: null };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return { ...call, marks, ids: [], deliveries: [], code };
  }
}

function publish({ caller, kind }: Call, events: ReturnType<typeof eventsOf>) {
  const ctx = contexts[caller];
  if (kind !== "done" && kind !== "undone") return storeEvents(ctx, events);
  return transaction(async () => {
    const stored = await storeEvents(ctx, events);
    if (kind === "undone") throw Object.assign(new Error("undone"), { code: "undone" });
    return stored;
  });
}

function eventsOf(kind: Kind, name: string) {
  const isBatch = kind === "batch" || kind === "bad batch";
  return Array.from({ length: isBatch ? 3 : 1 }, (_, index) => ({
    type: "ticket.created" as const,
    data: { mark: `${name}/${index}`, note: "x".repeat(kind === "huge" ? 60_000 : 10) },
    // No integer of the database.
    ...(kind.startsWith("bad") && index === 0 ? { accountId: 2 ** 40 } : {}),
  }));
}

function expectedCode({ caller, kind }: Call): string | null {
  if (kind.startsWith("bad")) return "22003";
  if (caller === "stranger") return "23503";
  return kind === "undone" ? "undone" : null;
}

interface Stored {
  mark: string;
  id: string;
  organization: number;
  actor: string;
  request: string | null;
  hops: number;
  deliveries: number;
}

/** On a connection that nobody kills. */
function readStored(name: string): Promise<Stored[]> {
  return asOwner(async (owner) => [
    ...(await owner<Stored[]>`
      select e.data::json->>'mark' as mark, e.id, e.organization_id as organization, e.actor, e.request_id as request, e.hops,
        (select count(*)::int from deliveries d where d.event_id = e.id) as deliveries
      from events e where starts_with(e.data::json->>'mark', ${name})`),
  ]);
}

function expectStored({ caller, marks, ids, deliveries, code }: Outcome, stored: Stored[]): void {
  const own = stored.filter(({ mark }) => marks.includes(mark));
  if (code !== null) {
    expect(own).toEqual([]);
    return;
  }
  const ctx = contexts[caller];
  expect(deliveries).toEqual(marks.map(() => SUBSCRIPTIONS[caller]));
  expectAscending(ids);
  expect(own.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
    marks.map((mark, index) => ({
      mark,
      id: ids[index],
      organization: ctx.organizationId,
      actor: actorLabel(ctx),
      request: ctx.cause?.requestId ?? null,
      hops: ctx.cause?.hops ?? 0,
      deliveries: SUBSCRIPTIONS[caller],
    })),
  );
}

function expectAscending(ids: string[]): void {
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
}

async function wait(turns: number): Promise<void> {
  for (let index = 0; index < turns; index++) await turn();
}

async function killConnections(): Promise<void> {
  await asOwner(
    (owner) => owner`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'replify-app'`,
  );
}
