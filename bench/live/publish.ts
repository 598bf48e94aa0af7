import postgres from "postgres";
import { type Line, percentile } from "../report";
import { CONNECTIONS } from "./client";
import { EVENTS } from "./installation";
import { loadFor } from "./load";
import { cpuOf, describeUsage, totalOf, usedBetween } from "./processes";
import type { Subject } from "./subject";

const PUBLISH_MS = 8_000;
/** Once before the publishes and once after. */
const CEILING_MS = 1_500;

interface Ceiling {
  health: number;
  inserts: number;
}

/** Single publishes over HTTP, beside what the same server and the same disk can do at most. */
export async function measurePublish(subject: Subject): Promise<Line[]> {
  const { app, client, receiver, ownerUrl } = subject;
  const before = await measureCeiling(client.askHealth, ownerUrl);
  const cpuBefore = await cpuOf(app);
  const publish = () => client.publish(EVENTS.one.type);
  const { samples, perSecond } = await loadFor(PUBLISH_MS, CONNECTIONS, publish);
  await receiver.collect(samples.length * EVENTS.one.fanOut);
  const cpuMs = usedBetween(cpuBefore, await cpuOf(app), samples.length / 1000);
  const after = await measureCeiling(client.askHealth, ownerUrl);
  const health = Math.round((before.health + after.health) / 2);
  const inserts = Math.round((before.inserts + after.inserts) / 2);
  const cpu = `${totalOf(cpuMs).toFixed(2)} ms (${describeUsage(cpuMs, 2)})`;
  return [
    { what: `single publish, ${CONNECTIONS} at once`, measured: `${perSecond}/s`, target: "≥ 1,200/s" },
    { what: "· p99", measured: `${percentile(samples, 0.99).toFixed(0)} ms`, target: "< 60 ms" },
    { what: "· ÷ /healthz", measured: (perSecond / health).toFixed(3), target: "≥ 0.13" },
    { what: "· ÷ bare inserts", measured: (perSecond / inserts).toFixed(2), target: "" },
    { what: "· CPU per event, published and delivered", measured: cpu, target: "" },
    { what: `/healthz, ${CONNECTIONS} at once`, measured: `${health}/s`, target: "" },
    { what: `bare inserts, ${CONNECTIONS} at once`, measured: `${inserts}/s`, target: "" },
  ];
}

/** A bare insert: one committed row of one column, over the driver that the product uses and a pool as large as its own. */
async function measureCeiling(askHealth: () => Promise<void>, ownerUrl: string): Promise<Ceiling> {
  const pool = postgres(ownerUrl, { max: 10, onnotice: () => {} });
  try {
    await pool`create table if not exists bare_inserts (id uuid primary key default uuidv7(), data text not null)`;
    const data = "a".repeat(400);
    const insert = () => pool`insert into bare_inserts (data) values (${data})`;
    const health = await loadFor(CEILING_MS, CONNECTIONS, askHealth);
    const inserts = await loadFor(CEILING_MS, CONNECTIONS, async () => insert());
    return { health: health.perSecond, inserts: inserts.perSecond };
  } finally {
    await pool.end();
  }
}
