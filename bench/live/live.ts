import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "../../e2e/app";
import type { ReceiverProcess } from "../receiver-process";
import type { Line } from "../report";
import { createClient } from "./client";
import { measureCpu, measureIdle } from "./cpu";
import { measureFanOut } from "./fan-out";
import { EVENTS, type Installation, install, start, stop } from "./installation";
import { measureLatency } from "./latency";
import { loadOf } from "./load";
import { measurePublish } from "./publish";
import { measureReceive } from "./receive";
import { createDatabase } from "./shared-postgres";
import type { Subject } from "./subject";

/** In the order in which they disturb each other least. */
const PARTS = {
  idle: measureIdle,
  latency: measureLatency,
  publish: measurePublish,
  receive: measureReceive,
  cpu: measureCpu,
  "fan-out": measureFanOut,
};
/** `live` is all of them. */
export const LIVE_NAMES = ["live", "start", ...Object.keys(PARTS)];

const WARM_UP_EVENTS = 300;
const WARM_UP_AT_ONCE = 8;
const SETTLE_MS = 3_000;

interface Tools {
  /** For data that goes when all is over. */
  directory: string;
  receiver: ReceiverProcess;
  postgres: { url: string; ownerUrl: string };
}

/** Installs a checkout's product; each call of what this returns starts it, measures it and stops it again. */
export async function prepareLive(
  root: string,
  names: string[],
  tools: Tools,
): Promise<() => Promise<Line[]>> {
  const isAsked = (name: string) => names.includes("live") || names.includes(name);
  const options = { directory: tools.directory, receiverUrl: tools.receiver.url };
  const own = await install(root, options);
  const beside = isAsked("start")
    ? await install(root, { ...options, environment: await createDatabase(tools.postgres) })
    : undefined;
  const parts = Object.entries(PARTS).flatMap(([name, part]) => (isAsked(name) ? [part] : []));
  return async () => {
    const lines: Line[] = [];
    const { app, startMs } = await start(own);
    try {
      if (parts.length > 0) lines.push(...(await measureParts(parts, { app, installation: own, tools })));
    } finally {
      await stop(app);
    }
    if (beside) lines.push(...startLines(startMs, await measureStart(beside)));
    return lines;
  };
}

interface Started {
  app: App;
  installation: Installation;
  tools: Tools;
}

async function measureParts(
  parts: ((subject: Subject) => Promise<Line[]>)[],
  { app, installation, tools: { receiver, postgres } }: Started,
): Promise<Line[]> {
  const client = createClient(installation);
  try {
    for (const { type, fanOut } of Object.values(EVENTS)) {
      await loadOf(WARM_UP_EVENTS, WARM_UP_AT_ONCE, () => client.publish(type));
      await receiver.collect(WARM_UP_EVENTS * fanOut);
    }
    const lines: Line[] = [];
    for (const part of parts) {
      await sleep(SETTLE_MS);
      lines.push(...(await part({ app, client, receiver, ownerUrl: postgres.ownerUrl })));
    }
    return lines;
  } finally {
    await client.close();
  }
}

async function measureStart(installation: Installation): Promise<number> {
  const { app, startMs } = await start(installation);
  await stop(app);
  return startMs;
}

function startLines(withOursMs: number, besideMs: number): Line[] {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  return [
    { what: "warm start, Postgres running", measured: seconds(besideMs), target: "≤ 2 s" },
    { what: "warm start, with its own Postgres", measured: seconds(withOursMs), target: "≤ 3.5 s" },
  ];
}
