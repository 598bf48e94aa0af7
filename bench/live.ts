import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { startAppWithAdmin } from "../e2e/app-with-admin";
import { cpuMs } from "./cpu";
import type { ReceiverProcess } from "./receiver-process";
import { type Line, percentile, perSecond } from "./report";

const PACED_EVENTS = 1500;
const PACED_PER_SECOND = 100;
const BURST_EVENTS = 5000;
const BURST_CONCURRENCY = 32;
const SETTLE_MS = 3000;

/** The whole product as `npm start` runs it: publishing over HTTP, and how long until the receiver has the event. */
export async function benchLive(receiver: ReceiverProcess): Promise<Line[]> {
  const { app, api } = await startAppWithAdmin("bench");
  try {
    await api.request("POST", "/api/v1/subscriptions", {
      json: { targetUrl: `${receiver.url}/live`, eventTypes: ["ticket.created"], maxInFlight: 64 },
    });
    receiver.keepBodies();
    const agent = new Agent({ connections: BURST_CONCURRENCY, pipelining: 1 });
    const publish = async () => {
      const sentAt = Date.now();
      const { statusCode, body } = await request(`${app.url}/api/v1/events`, {
        method: "POST",
        headers: { ...api.headers, "content-type": "application/json" },
        body: JSON.stringify({ type: "ticket.created", data: { subject: "Printer on fire", sentAt } }),
        dispatcher: agent,
      });
      await body.dump();
      if (statusCode !== 202) throw new Error(`publishing answered ${statusCode}`);
      return Date.now() - sentAt;
    };
    for (let index = 0; index < 200; index++) await publish();
    await sleep(SETTLE_MS);
    await receiver.collect();

    const paced = await pace(publish);
    await sleep(SETTLE_MS);
    const latencies = (await receiver.collect()).map(({ at, body }) => at - sentAtOf(body));

    const burst: number[] = [];
    let started = 0;
    const burstBegan = performance.now();
    const cpuBefore = await cpuMs(app.webPid());
    await Promise.all(
      Array.from({ length: BURST_CONCURRENCY }, async () => {
        while (started++ < BURST_EVENTS) burst.push(await publish());
      }),
    );
    const burstMs = performance.now() - burstBegan;
    const burstCpuMs = (await cpuMs(app.webPid())) - cpuBefore;
    await agent.close();
    return [
      {
        what: `publish → receiver at ${PACED_PER_SECOND} events/s (${latencies.length} of ${PACED_EVENTS} arrived)`,
        measured: `p50 ${percentile(latencies, 0.5)} ms, p99 ${percentile(latencies, 0.99)} ms (publish itself p50 ${percentile(paced, 0.5)} ms)`,
        target: "p50 ≤ 20 ms, p99 ≤ 100 ms",
      },
      {
        what: `single publish, ${BURST_CONCURRENCY} at once`,
        measured: `${perSecond(burst.length, burstMs)}/s, p99 ${percentile(burst, 0.99)} ms`,
        target: "≥ 600/s; p99 < 150 ms",
      },
      {
        what: "CPU of the web process per publish",
        measured: `${(burstCpuMs / burst.length).toFixed(2)} ms`,
        target: "≤ 1 ms",
      },
    ];
  } finally {
    await app.stop();
  }
}

/** Publishes at a steady rate, whatever each call takes. */
async function pace(publish: () => Promise<number>): Promise<number[]> {
  const calls: Promise<number>[] = [];
  const began = performance.now();
  for (let index = 0; index < PACED_EVENTS; index++) {
    await sleep(Math.max(0, began + (index * 1000) / PACED_PER_SECOND - performance.now()));
    calls.push(publish());
  }
  return Promise.all(calls);
}

function sentAtOf(body: string): number {
  const { data }: { data: { sentAt: number } } = JSON.parse(body);
  return data.sentAt;
}
