import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type ContractApp, startContractApp } from "./contract-app";

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
    expect(app.of(key).map(({ what }) => what)).toEqual(["first", "left", "right", "threw", "told"]);
  });

  test("sleeps until an instant, to the millisecond and never shorter", async () => {
    const instant = Date.now() + 1_117;
    const key = await send("contract/sleep", { until: new Date(instant).toISOString() });
    await until(() => expect(app.of(key, "woke")).toHaveLength(1));
    expect(app.of(key)[0]?.at).toBeGreaterThanOrEqual(
      process.env.INNGEST_CONTRACT_URL ? instant - 1000 : instant,
    );
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
    const keys = Array.from({ length: 300 }, () => randomUUID());
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
      expect(app.marks.filter((m) => m.lane === full && m.what === "left")).toHaveLength(300),
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
    await until(() => expect(app.of(spared, "finished")).toHaveLength(1));
    expect(app.of(doomed).map(({ what }) => what)).toEqual(["started"]);
  });

  test("does not touch a run that starts after the cancelling event", async () => {
    const subject = randomUUID();
    const key = randomUUID();
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

describe("the event API", () => {
  const post = (eventKey: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/e/${eventKey}`, { method: "POST", body, headers });

  test("takes one event or several, and answers with their ids", async () => {
    const key = randomUUID();
    const event = { name: "contract/plain", data: { key } };
    const one = await post(app.eventKey, JSON.stringify(event));
    expect(await one.json()).toMatchObject({ status: 200, ids: [expect.any(String)] });
    const two = await post(app.eventKey, JSON.stringify([event, { ...event, id: key }]));
    expect(await two.json()).toMatchObject({ status: 200, ids: [expect.any(String), key] });
    await until(() => expect(app.of(key)).toHaveLength(3));
  });

  test("gives events that are sent again with the same seed the same ids", async () => {
    const key = randomUUID();
    const headers = { "x-inngest-event-id-seed": `${Date.now()},AAECAwQFBgcICQ==` };
    const body = JSON.stringify([{ name: "contract/plain", data: { key } }]);
    const first = await (await post(app.eventKey, body, headers)).json();
    const second = await (await post(app.eventKey, body, headers)).json();
    expect(second.ids).toEqual(first.ids);
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
