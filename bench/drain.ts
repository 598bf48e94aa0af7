import { Agent, request } from "undici";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { publishEvents } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { createSubscription } from "@/features/subscriptions/service";
import { pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import type { ReceiverProcess } from "./receiver-process";
import { type Line, perSecond } from "./report";

const TARGETS = 20;
const BACKLOG = 20_000;
const BATCH = 1000;
const BARE_REQUESTS = 20_000;
const BARE_CONCURRENCY = 128;

/** A backlog of signed, fully logged deliveries to 20 targets, beside a loop that only posts the same bytes. */
export async function benchDrain(receiver: ReceiverProcess): Promise<Line[]> {
  const ctx = createContext(await createUser(await createOrganization()));
  const types = [
    "ticket.created",
    "chat.started",
    "client.created",
    "listing.created",
    "call.ended",
  ] as const;
  const ids: string[] = [];
  for (let index = 0; index < TARGETS; index++) {
    const created = await createSubscription(ctx, {
      targetUrl: `${receiver.url}/target-${index}`,
      eventTypes: [types[index % types.length] ?? "ticket.created"],
      subscriptionLevel: "organization",
      format: "replify",
      retryPolicy: "standard",
      maxInFlight: 64,
    });
    ids.push(created.id);
  }
  for (const id of ids) await pauseSubscription(ctx, id);

  const perEvent = TARGETS / types.length;
  const data = { subject: "Printer on fire", body: "a".repeat(400) };
  const publishStarted = performance.now();
  let published = 0;
  for (let index = 0; published * perEvent < BACKLOG; index++) {
    const type = types[index % types.length] ?? "ticket.created";
    await publishEvents(
      ctx,
      Array.from({ length: BATCH }, () => ({ type, data })),
    );
    published += BATCH;
  }
  const publishMs = performance.now() - publishStarted;
  for (const id of ids) await resumeSubscription(ctx, id);

  const bare = await bareLoop(receiver.url, JSON.stringify(data));
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  await sendAllDue(600_000);
  const elapsed = performance.now() - started;
  const cpu = process.cpuUsage(cpuBefore);
  const count = published * perEvent;
  const rate = perSecond(count, elapsed);
  const micros = Math.round((cpu.user + cpu.system) / count);
  return [
    {
      what: `drain of ${count} deliveries to ${TARGETS} targets, logged and signed`,
      measured: `${rate}/s (${(rate / bare).toFixed(2)} × bare, ${micros} µs CPU each)`,
      target: "≥ 4000/s, ≥ 0.35 × bare",
      ceiling: `${bare}/s bare undici`,
    },
    {
      what: `batch publish (${BATCH} a call, ${perEvent} matches each), committed`,
      measured: `${perSecond(published, publishMs)} events/s, ${perSecond(count, publishMs)} deliveries/s`,
      target: "≥ 5000 events/s at one match",
    },
  ];
}

async function bareLoop(url: string, body: string): Promise<number> {
  const agent = new Agent({ connections: 64, pipelining: 1 });
  let sent = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: BARE_CONCURRENCY }, async () => {
      while (sent < BARE_REQUESTS) {
        sent++;
        const headers = { "content-type": "application/json" };
        const response = await request(`${url}/bare`, { method: "POST", body, headers, dispatcher: agent });
        await response.body.dump();
      }
    }),
  );
  const elapsed = performance.now() - started;
  await agent.close();
  return perSecond(BARE_REQUESTS, elapsed);
}
