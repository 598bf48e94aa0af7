import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { database, transaction } from "@/db/client";
import { asOwner } from "@/db/own-database";
import { resendDelivery } from "@/features/deliveries/service";
import {
  ctx,
  onlyDelivery,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { DELIVERIES_DUE } from "@/features/deliveries/wake";
import { publishEvents } from "@/features/events/publish";
import { listenForDeliveries } from "@/features/sending/listen";
import { sendTestEvent } from "@/features/sending/test-event";
import { pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import { log, writeLinesWith } from "@/lib/log";
import { type Listener, listenTo } from "@/lib/postgres-listener";

const ARRIVES_WITHIN_MS = 20_000;

withOwnDatabaseAndReceiver();
process.env.DELIVERY_TIME_SCALE = "0.02";

let started: Listener[] = [];

afterEach(async () => {
  await Promise.all(started.map((listener) => listener.stop()));
  started = [];
});

function start(): void {
  started.push(listenForDeliveries());
}

const arrived = (count: number) => receiver.waitForMany(count, undefined, ARRIVES_WITHIN_MS);

test("what was published while no worker was there goes out when one comes, and then at once", async () => {
  await subscribe();
  await publishEvents(ctx, [TICKET]);
  start();
  await arrived(1);
  await publishEvents(ctx, [TICKET]);
  await arrived(2);
});

test("a lost connection loses nothing: whoever connects again looks", async () => {
  await subscribe();
  start();
  await publishEvents(ctx, [TICKET]);
  await arrived(1);
  for (let count = 2; count < 5; count++) {
    expect(await cutListeners()).toBeGreaterThan(0);
    await publishEvents(ctx, [TICKET]);
    await arrived(count);
    await vi.waitFor(async () => expect(await listeners()).toBe(1), { timeout: ARRIVES_WITHIN_MS });
  }
});

test("behind a pooler it says what to do, and looks by the clock", async () => {
  const pooler = await startPooler();
  const lines: string[] = [];
  log.level = "warn";
  writeLinesWith((line) => lines.push(line));
  await subscribe();
  started.push(listenForDeliveries(pooler.url));
  await vi.waitFor(() => expect(lines.join()).toContain("set DATABASE_DIRECT_URL to the address"), {
    timeout: ARRIVES_WITHIN_MS,
  });
  await publishEvents(ctx, [TICKET]);
  await arrived(1);
  await pooler.stop();
});

test("a notification is sent once by whatever makes something due, and only then", async () => {
  const heard: string[] = [];
  const ready = Promise.withResolvers<void>();
  started.push(
    listenTo({
      databaseUrl: process.env.DATABASE_URL ?? "",
      name: "test",
      channel: DELIVERIES_DUE,
      onNotify: (payload) => heard.push(payload),
      onListening: ready.resolve,
    }),
  );
  await ready.promise;
  /** How often it was told by `work`: what is told after it arrives after it. */
  async function told(work: () => Promise<unknown>): Promise<number> {
    heard.length = 0;
    await work();
    await database().execute(sql`select pg_notify(${DELIVERIES_DUE}, 'last')`);
    await expect.poll(() => heard.at(-1)).toBe("last");
    return heard.length - 1;
  }

  expect(await told(() => publishEvents(ctx, [TICKET]))).toBe(0);
  const { id } = await subscribe();
  await subscribe();
  expect(await told(() => publishEvents(ctx, [TICKET]))).toBe(1);
  expect(await told(() => publishEvents(ctx, [TICKET, TICKET, TICKET]))).toBe(1);
  const undone = transaction(async () => {
    await publishEvents(ctx, [TICKET]);
    throw new Error("undone");
  });
  expect(await told(() => undone.catch(() => {}))).toBe(0);
  expect(await told(() => sendTestEvent(ctx, id, {}))).toBe(1);
});

test("a resend, and a resumed subscription, are told of", async () => {
  start();
  const { id } = await subscribe();
  await publishEvents(ctx, [TICKET]);
  await arrived(1);
  await expect.poll(async () => (await onlyDelivery()).status).toBe("succeeded");
  await resendDelivery(ctx, (await onlyDelivery()).id);
  await arrived(2);
  await pauseSubscription(ctx, id);
  await publishEvents(ctx, [TICKET]);
  await resumeSubscription(ctx, id);
  await arrived(3);
});

function cutListeners(): Promise<number> {
  return asOwner(async (owner) => {
    const cut = await owner`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'replify-deliveries'`;
    return cut.length;
  });
}

function listeners(): Promise<number> {
  return asOwner(async (owner) => {
    const found = await owner`
      select from pg_stat_activity
      where datname = current_database() and application_name = 'replify-deliveries' and query ilike 'listen%'`;
    return found.length;
  });
}

/** As a pooler does that hands connections out by transaction: no notification passes. */
async function startPooler(): Promise<{ url: string; stop(): Promise<void> }> {
  const target = new URL(process.env.DATABASE_URL ?? "");
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) sockets.add(socket.on("error", () => {}));
    client.pipe(upstream);
    let rest = Buffer.alloc(0);
    upstream.on("data", (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (let end = endOfMessage(rest); end <= rest.length; end = endOfMessage(rest)) {
        if (rest.toString("latin1", 0, 1) !== "A") client.write(rest.subarray(0, end));
        rest = rest.subarray(end);
      }
    });
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(target), { host: `127.0.0.1:${port}` }).toString(),
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function endOfMessage(bytes: Buffer): number {
  return bytes.length < 5 ? Number.POSITIVE_INFINITY : 1 + bytes.readUInt32BE(1);
}
