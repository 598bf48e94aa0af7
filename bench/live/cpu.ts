import { setTimeout as sleep } from "node:timers/promises";
import type { Line } from "../report";
import { EVENTS } from "./installation";
import { pace } from "./load";
import { cpuOf, describeUsage, totalOf, usedBetween } from "./processes";
import type { Subject } from "./subject";

const PER_SECOND = 50;
const SECONDS = 15;
const IDLE_MS = 30_000;

/** What the whole product uses while a little happens. */
export async function measureCpu({ app, client, receiver }: Subject): Promise<Line[]> {
  const { type, fanOut } = EVENTS.four;
  const events = PER_SECOND * SECONDS;
  const measured = await used(app, async () => {
    await pace(events, PER_SECOND, () => client.publish(type));
    await receiver.collect(events * fanOut);
  });
  return [
    { what: `CPU in ${SECONDS} s at ${PER_SECOND} events/s, fan-out ${fanOut}`, measured, target: "≤ 4 s" },
  ];
}

/** What it uses while nothing happens. */
export async function measureIdle({ app }: Subject): Promise<Line[]> {
  const measured = await used(app, () => sleep(IDLE_MS));
  return [{ what: `CPU in ${IDLE_MS / 1000} s of idleness`, measured, target: "" }];
}

async function used(app: Subject["app"], during: () => Promise<unknown>): Promise<string> {
  const before = await cpuOf(app);
  await during();
  const usage = usedBetween(before, await cpuOf(app));
  return `${totalOf(usage).toFixed(2)} s (${describeUsage(usage, 2)})`;
}
