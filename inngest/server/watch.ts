import { setTimeout as sleep } from "node:timers/promises";
import { reconcileDeliveries } from "@/features/deliveries/reconcile";
import { processWaiting } from "@/features/incoming-requests/process-waiting";
import { getInngestContact } from "@/features/installation/queries";
import { noteInngestCall, noteInngestSilence } from "@/features/installation/service";
import { hasOverdue } from "@/features/sending/due";
import { startSending } from "@/features/sending/pump";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

interface WatchOptions {
  /** Tells the server where the functions are. */
  register(): Promise<void>;
}

/** A server that works has called long before a delivery is this late. */
const LATE_MS = 5_000;
/** With late deliveries, a silence of this length has us register again, … */
const DOUBT_MS = 10_000;
/** … and one of this length has us send by ourselves. */
const SILENCE_MS = 60_000;
/** Functions that run each minute make even an idle server call more often than this. */
const FORGOTTEN_MS = 75_000;
/** A server that answers may still have lost us, or know only another worker's address. */
const REGISTER_EVERY_MS = 300_000;
const REGISTER_AGAIN_MS = 15_000;
const REGISTER_RETRY_MS = 5_000;
const TICK_MS = 5_000;
const SILENT_TICK_MS = 1_000;
const NOTE_CALL_EVERY_MS = 10_000;
const MAX_WAITING_ROUNDS = 200;

/** Whether the server still calls, and what to do when it does not: register again, and send what is due without it. */
export function createWatch({ register }: WatchOptions) {
  const scale = Math.max(env.DELIVERY_TIME_SCALE, 0.02);
  const startedAt = performance.now();
  const uptimeMs = () => performance.now() - startedAt;
  let registeredAt = -Infinity;
  let triedAt = -Infinity;
  let isRegistering = false;
  let notedCallAt = -Infinity;
  let isSilent = false;

  /** Looks once; resolves to the milliseconds until the next look. */
  async function look(): Promise<number> {
    const contact = await getInngestContact();
    const quietMs = Math.min(contact.calledMsAgo, uptimeMs());
    const isLate = await hasOverdue(LATE_MS * scale);
    isSilent = contact.isSilent;
    if (isLate && quietMs >= SILENCE_MS * scale) await beginSilence(quietMs);
    if (isSilent) await sendDue();
    if (!isRegistering && isRegistrationDue(quietMs, isLate)) void tryRegister();
    return (isSilent ? SILENT_TICK_MS : TICK_MS) * scale;
  }

  async function beginSilence(quietMs: number): Promise<void> {
    isSilent = true;
    if (!(await noteInngestSilence(quietMs))) return;
    log.warn(
      { quietMs: Math.round(quietMs) },
      "the Inngest server does not call while deliveries are due; the worker sends them by itself",
    );
  }

  function isRegistrationDue(quietMs: number, isLate: boolean): boolean {
    const sinceTriedMs = uptimeMs() - triedAt;
    if (registeredAt === -Infinity) return sinceTriedMs >= REGISTER_RETRY_MS * scale;
    if (uptimeMs() - registeredAt >= REGISTER_EVERY_MS * scale)
      return sinceTriedMs >= REGISTER_AGAIN_MS * scale;
    const isInDoubt = quietMs >= FORGOTTEN_MS * scale || (isLate && quietMs >= DOUBT_MS * scale);
    return isInDoubt && sinceTriedMs >= REGISTER_AGAIN_MS * scale;
  }

  async function tryRegister(): Promise<void> {
    triedAt = uptimeMs();
    isRegistering = true;
    try {
      await register();
      if (registeredAt === -Infinity) log.info("registered with the Inngest server");
      registeredAt = uptimeMs();
    } catch (error) {
      log.warn({ err: error }, "could not register with the Inngest server; trying again");
    } finally {
      isRegistering = false;
    }
  }

  /** The server calls: noted for all workers, but not each time. */
  function noteCall(): void {
    if (!isSilent && uptimeMs() - notedCallAt < NOTE_CALL_EVERY_MS * scale) return;
    notedCallAt = uptimeMs();
    isSilent = false;
    noteInngestCall().then(
      (endedSilence) => endedSilence && log.info("the Inngest server calls again"),
      (error) => log.warn({ err: error }, "could not note a call of the Inngest server"),
    );
  }

  const stopping = new AbortController();
  let watching: Promise<void> | undefined;
  return {
    noteCall,
    start() {
      watching = keepLooking(look, stopping.signal);
    },
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}

async function keepLooking(look: () => Promise<number>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let waitMs = TICK_MS;
    try {
      waitMs = await look();
    } catch (error) {
      log.warn({ err: error }, "could not look after the Inngest server");
    }
    await sleep(waitMs, undefined, { signal }).catch(() => {});
  }
}

/** What the server's calls would have done. Two workers at once share the work: rows are claimed. */
async function sendDue(): Promise<void> {
  await reconcileDeliveries();
  startSending();
  for (let round = 1; round <= MAX_WAITING_ROUNDS; round++) if ((await processWaiting()) !== 0) return;
}
