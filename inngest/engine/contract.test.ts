import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type ContractApp, startContractApp } from "./contract-app";

/**
 * What we ask of whatever drives our functions. It runs against the embedded engine, and against an Inngest server when one is named:
 *   INNGEST_CONTRACT_URL=http://127.0.0.1:8288 INNGEST_CONTRACT_SIGNING_KEY=… INNGEST_CONTRACT_EVENT_KEY=… npx vitest run inngest/engine/contract.test.ts
 */
const isServer = process.env.INNGEST_CONTRACT_URL !== undefined;
// A server works it off at a few a second.
const BACKLOG = isServer ? 60 : 300;

vi.setConfig({ testTimeout: 60_000 });

let app: ContractApp;

beforeAll(async () => {
  app = await startContractApp();
});

afterAll(async () => app?.stop());

const until = (check: () => void) => vi.waitFor(check, { timeout: 40_000, interval: 20 });

async function send(
  name: string,
  data: Record<string, unknown> = {},
  more: { id?: string; ts?: number } = {},
) {
  const key = randomUUID();
  await app.client.send({ ...more, name, data: { key, ...data } });
  return key;
}

describe("a run", () => {
  test("executes each step once, over parallel steps, a sleep and a retry, and hands on what they returned", async () => {
    const key = await send("contract/steps");
    await until(() => expect(app.of(key, "told")).toHaveLength(1));
    expect(app.of(key, "told")[0]).toMatchObject({
      value: { nested: [1, "\u0000", "\ud83d\ude00"] },
      left: "l",
      right: "r",
    });
    const [first, left, right, ...rest] = app.of(key).map(({ what }) => what);
    expect(first).toBe("first");
    // Which of two parallel steps runs first is nobody's promise.
    expect([left, right].toSorted()).toEqual(["left", "right"]);
    expect(rest).toEqual(["threw", "told"]);
  });

  test("sleeps until an instant, to the millisecond and never shorter", async () => {
    const instant = Date.now() + 1_117;
    const key = await send("contract/sleep", { until: new Date(instant).toISOString() });
    await until(() => expect(app.of(key, "woke")).toHaveLength(1));
    expect(app.of(key)[0]?.at).toBeGreaterThanOrEqual(isServer ? instant - 1000 : instant);
  });

  test("that is woken 30 ms early sleeps on, and does its work once and not before it is due", async () => {
    const due = Date.now() + 1_000;
    const key = await send("contract/patient", { due });
    await until(() => expect(app.of(key, "settled")).toHaveLength(1));
    const [attempt, ...more] = app.of(key, "attempted");
    expect(more).toEqual([]);
    expect(attempt?.at).toBeGreaterThanOrEqual(due);
  });

  test("starts when its event says, if that is in the future", async () => {
    const ts = Date.now() + 733;
    const key = await send("contract/plain", {}, { ts });
    await until(() => expect(app.of(key)).toHaveLength(1));
    expect(app.of(key)[0]).toMatchObject({ ts });
    expect(app.of(key)[0]?.at).toBeGreaterThanOrEqual(ts);
  });

  test("is tried again not before the instant of a RetryAfterError", async () => {
    const key = await send("contract/retry");
    await until(() => expect(app.of(key, "attempt")).toHaveLength(3));
    const [first, second, third] = app.of(key, "attempt");
    expect([first, second, third].map((mark) => mark?.attempt)).toEqual([0, 1, 2]);
    expect(second?.at).toBeGreaterThanOrEqual(Number(first?.due));
    expect(third?.at).toBeGreaterThanOrEqual(Number(second?.due));
  });

  test("that fails for good calls onFailure with the error and the event, and is not tried again", async () => {
    const key = await send("contract/fail");
    await until(() => expect(app.of(key, "failed")).toHaveLength(1));
    expect(app.of(key, "failed")[0]).toMatchObject({ message: "cannot work" });
    expect(app.of(key, "tried")).toHaveLength(1);
  });
});

describe("concurrency", () => {
  test("keeps each key under its limit, and a long backlog of one key does not hold up another", async () => {
    const full = randomUUID();
    const free = randomUUID();
    const keys = Array.from({ length: BACKLOG }, () => randomUUID());
    const gates = keys.slice(0, 2);
    const backlog = keys.map((key) => ({
      name: "contract/limited",
      data: { key, lane: full, gate: gates.includes(key) ? key : null },
    }));
    await app.client.send(backlog.slice(0, 2));
    await until(() => expect(gates.flatMap((key) => app.of(key, "entered"))).toHaveLength(2));

    await app.client.send(backlog.slice(2));
    const other = await send("contract/limited", { lane: free });
    await until(() => expect(app.of(other, "left")).toHaveLength(1));
    expect(keys.flatMap((key) => app.of(key, "entered"))).toHaveLength(2);

    for (const gate of gates) app.open(gate);
    await until(() =>
      expect(app.marks.filter((m) => m.lane === full && m.what === "left")).toHaveLength(BACKLOG),
    );
    expect(mostAtOnce(full)).toBe(2);
  });
});

describe("cancelOn", () => {
  test("ends the matching run and leaves the others", async () => {
    const subject = randomUUID();
    const doomed = await send("contract/cancellable", { subject });
    const spared = await send("contract/cancellable", { subject: randomUUID() });
    await until(() => expect([...app.of(doomed), ...app.of(spared)]).toHaveLength(2));
    await send("contract/cancel", { subject });
    for (const key of [doomed, spared]) app.open(key);
    // It naps for as long as the doomed one does at most, and begins later.
    const later = await send("contract/cancellable", { subject: randomUUID() });
    app.open(later);
    await until(() => expect([...app.of(spared, "finished"), ...app.of(later, "finished")]).toHaveLength(2));
    expect(app.of(doomed).map(({ what }) => what)).toEqual(["started"]);
  });

  test("does not touch a run that starts after the cancelling event", async () => {
    const subject = randomUUID();
    const key = randomUUID();
    app.open(key);
    await app.client.send([
      { name: "contract/cancel", data: { subject } },
      { name: "contract/cancellable", data: { key, subject } },
    ]);
    await until(() => expect(app.of(key, "finished")).toHaveLength(1));
  });
});

describe("deduplication", () => {
  test("starts one run per event id", async () => {
    const id = randomUUID();
    const key = await send("contract/plain", {}, { id });
    await app.client.send([
      { id, name: "contract/plain", data: { key } },
      { id, name: "contract/plain", data: { key } },
    ]);
    const later = await send("contract/plain");
    await until(() => expect(app.of(later)).toHaveLength(1));
    expect(app.of(key)).toHaveLength(1);
  });

  test("starts one run per idempotency key", async () => {
    const order = randomUUID();
    const key = await send("contract/once", { order });
    await until(() => expect(app.of(key)).toHaveLength(1));
    const repeated = await send("contract/once", { order });
    const other = await send("contract/once", { order: randomUUID() });
    await until(() => expect(app.of(other)).toHaveLength(1));
    expect(app.of(repeated)).toHaveLength(0);
  });
});

describe("workers", () => {
  test("that register again change nothing for runs under way, and nothing runs twice", async () => {
    const instant = Date.now() + 1_500;
    const sleeping = await send("contract/sleep", { until: new Date(instant).toISOString() });
    const again = await app.startWorker();
    const fresh = await send("contract/plain");
    await until(() => expect(app.of(fresh)).toHaveLength(1));
    await again.stop();
    await until(() => expect(app.of(sleeping, "woke")).toHaveLength(1));
    const later = await send("contract/plain");
    await until(() => expect(app.of(later)).toHaveLength(1));
    expect([app.of(sleeping), app.of(fresh)].map(({ length }) => length)).toEqual([1, 1]);
  });

  test("share the work of an app, and each event is worked on once", async () => {
    const other = await app.startWorker();
    const keys = Array.from({ length: 40 }, () => randomUUID());
    await app.client.send(keys.map((key) => ({ name: "contract/plain", data: { key } })));
    await until(() => expect(keys.flatMap((key) => app.of(key))).toHaveLength(40));
    expect(keys.every((key) => app.of(key).length === 1)).toBe(true);
    await other.stop();
  });

  test("that stop finish what is under way, and others go on from there", async () => {
    const leaving = await app.startWorker();
    const keys = await Promise.all(Array.from({ length: 4 }, () => send("contract/held")));
    await until(() => expect(keys.flatMap((key) => app.of(key, "entered"))).toHaveLength(4));
    const stopped = leaving.stop();
    for (const key of keys) app.open(key);
    await stopped;
    await until(() => expect(keys.flatMap((key) => app.of(key, "went on"))).toHaveLength(4));
    expect(keys.flatMap((key) => app.of(key, "entered"))).toHaveLength(4);
  });
});

describe("the event API", () => {
  const post = (eventKey: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/e/${eventKey}`, { method: "POST", body, headers });

  test("takes one event or several, and answers with their ids", async () => {
    const key = randomUUID();
    const event = { name: "contract/plain", data: { key } };
    const one = await post(app.eventKey, JSON.stringify(event));
    expect(await one.json()).toMatchObject({ status: 200, ids: [expect.any(String)] });
    const two = await post(app.eventKey, JSON.stringify([event, { ...event, id: key }]));
    // A server answers with ids of its own.
    const given = isServer ? expect.any(String) : key;
    expect(await two.json()).toMatchObject({ status: 200, ids: [expect.any(String), given] });
    await until(() => expect(app.of(key)).toHaveLength(3));
  });

  test("gives events that are sent again with the same seed the same ids", async () => {
    const key = randomUUID();
    const headers = { "x-inngest-event-id-seed": `${Date.now()},AAECAwQFBgcICQ==` };
    const body = JSON.stringify([{ name: "contract/plain", data: { key } }]);
    const first = await (await post(app.eventKey, body, headers)).json();
    const second = await (await post(app.eventKey, body, headers)).json();
    expect(second.ids).toEqual(first.ids);
    await until(() => expect(app.of(key)).toHaveLength(1));
    const later = await send("contract/plain");
    await until(() => expect(app.of(later)).toHaveLength(1));
    expect(app.of(key)).toHaveLength(1);
  });

  test("refuses a wrong key, a body that is not JSON and events that are not events", async () => {
    expect((await post("wrong", "{}")).status).toBe(401);
    expect((await post(app.eventKey, "{")).status).toBe(400);
    expect((await post(app.eventKey, JSON.stringify({ data: {} }))).status).toBe(400);
    expect((await post(app.eventKey, JSON.stringify({ name: "inngest/mine" }))).status).toBe(400);
  });
});

function mostAtOnce(lane: string): number {
  let now = 0;
  let most = 0;
  for (const mark of app.marks.filter((m) => m.lane === lane)) {
    now += mark.what === "entered" ? 1 : -1;
    most = Math.max(most, now);
  }
  return most;
}
