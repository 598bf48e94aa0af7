import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { DELIVERIES_DUE, wakeDeliveries } from "@/features/deliveries/wake";
import { startSending } from "@/features/sending/pump";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { type Listener, listenTo } from "@/lib/postgres-listener";

const HEARD_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 1_000;

/**
 * Sends what is due as soon as the transaction that made it due commits, and at the beginning of each connection what nobody heard of before.
 * Where notifications don't arrive it says so, and looks by the clock.
 */
export function listenForDeliveries(databaseUrl = env.DATABASE_DIRECT_URL ?? env.DATABASE_URL): Listener {
  let isHeard = false;
  let isLost = false;
  let isStopped = false;
  let looking: NodeJS.Timeout | undefined;

  function onNotify(): void {
    isHeard = true;
    clearInterval(looking);
    looking = undefined;
    startSending();
  }

  function onListening(): void {
    if (isLost) log.info("the worker hears of new deliveries again");
    isLost = false;
    startSending();
    prove().catch((error: unknown) => log.warn({ err: error }, "could not try whether notifications arrive"));
  }

  function onLost(error: unknown): void {
    if (!isLost) log.warn({ err: error }, "the worker does not hear of new deliveries; connecting again");
    isLost = true;
  }

  /** Sends itself one notification on the way that all others take. */
  async function prove(): Promise<void> {
    isHeard = false;
    await wakeDeliveries();
    await sleep(HEARD_WITHIN_MS * Math.max(env.DELIVERY_TIME_SCALE, 0.2), undefined, { ref: false });
    if (isHeard || isLost || isStopped || looking) return;
    log.warn(
      "notifications of the database do not reach the worker, so it looks for deliveries once a second. If DATABASE_URL leads through a connection pooler, set DATABASE_DIRECT_URL to the address of the database itself",
    );
    looking = setInterval(startSending, LOOK_EVERY_MS).unref();
  }

  const listener = listenTo({
    databaseUrl,
    name: "replify-deliveries",
    channel: DELIVERIES_DUE,
    onNotify,
    onListening,
    onLost,
  });
  return {
    async stop() {
      isStopped = true;
      clearInterval(looking);
      await listener.stop();
    },
  };
}
