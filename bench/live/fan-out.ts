import { setTimeout as sleep } from "node:timers/promises";
import { wallClockMs } from "../clock";
import { type Line, perSecond } from "../report";
import { CONNECTIONS } from "./client";
import { EVENTS } from "./installation";
import { loadOf } from "./load";
import { cpuOf, describeUsage, memoryOf, totalOf, usedBetween } from "./processes";
import type { Subject } from "./subject";

const DELIVERIES = 20_000;
const BATCH = 100;
const BATCHES_AT_ONCE = 4;
/** Until what was sent last is recorded, too. */
const SETTLE_MS = 500;

/** Publishing and delivering at once: from the first call until all has arrived, and what that costs. */
export async function measureFanOut(subject: Subject): Promise<Line[]> {
  const { client, app } = subject;
  const { type, fanOut } = EVENTS.four;
  const events = DELIVERIES / fanOut;
  const singles = await measure(subject, () => loadOf(events, CONNECTIONS, () => client.publish(type)));
  const batches = await measure(subject, () =>
    loadOf(events / BATCH, BATCHES_AT_ONCE, () => client.publishBatch(type, BATCH)),
  );
  const memory = await memoryOf(app);
  const what = `deliveries, fan-out ${fanOut}`;
  return [
    { what: `${what}, singles`, measured: singles.rate, target: "≥ 2,500/s" },
    { what: "· CPU per 1,000", measured: singles.cpu, target: "≤ 0.6 s" },
    { what: `${what}, batches of ${BATCH}`, measured: batches.rate, target: "≥ 5,000/s" },
    { what: "· CPU per 1,000 in batches", measured: batches.cpu, target: "≤ 0.3 s" },
    { what: "deliveries lost or doubled", measured: `${singles.wrong + batches.wrong}`, target: "0" },
    {
      what: "memory of own processes after that",
      measured: `${(totalOf(memory) - memory.Postgres).toFixed(0)} MB (${describeUsage(memory, 0)})`,
      target: "≤ 450 MB",
    },
  ];
}

async function measure({ app, receiver }: Subject, publish: () => Promise<unknown>) {
  const before = await cpuOf(app);
  const began = wallClockMs();
  await publish();
  const { arrivals, doubled } = await receiver.collect(DELIVERIES);
  await sleep(SETTLE_MS);
  const usage = usedBetween(before, await cpuOf(app), arrivals.length / 1000);
  const last = arrivals.at(-1)?.at ?? Number.NaN;
  return {
    rate: `${perSecond(arrivals.length, last - began)}/s`,
    cpu: `${totalOf(usage).toFixed(2)} s (${describeUsage(usage, 2)})`,
    wrong: DELIVERIES - arrivals.length + doubled,
  };
}
