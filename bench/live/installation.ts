import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type App, startApp } from "../../e2e/app";
import { startAppWithAdmin } from "../../e2e/app-with-admin";
import { freePort } from "../../scripts/ports";

/** What is published, and how many subscriptions get it. */
export const EVENTS = {
  one: { type: "ticket.created", fanOut: 1 },
  four: { type: "listing.created", fanOut: 4 },
};

const READY_POLL_MS = 10;
/** One address and one token send it all. */
const SETTINGS = {
  RATE_LIMIT_PER_MINUTE: "10000000",
  RATE_LIMIT_PER_ADDRESS: "10000000",
  LOG_LEVEL: "warn",
};

/** A checkout's product with data and a port of its own, which it keeps between its starts. */
export interface Installation {
  root: string;
  dataDir: string;
  port: number;
  environment: Record<string, string>;
  /** The credential of who publishes. */
  headers: Readonly<Record<string, string>>;
}

interface InstallOptions {
  directory: string;
  receiverUrl: string;
  environment?: Record<string, string>;
}

const running = new Set<App>();

/** Starts a checkout for the first time, which builds it if need be, subscribes the receiver, and stops it. */
export async function install(root: string, options: InstallOptions): Promise<Installation> {
  const { directory, receiverUrl, environment = {} } = options;
  const place = { root, dataDir: join(directory, randomUUID()), port: await freePort() };
  const settings = { ...SETTINGS, ...environment };
  const { app, api } = await startAppWithAdmin("bench", settings, place);
  running.add(app);
  for (const { type, fanOut } of Object.values(EVENTS)) {
    for (let index = 0; index < fanOut; index++) {
      const targetUrl = `${receiverUrl}/live-${index}`;
      const body = { targetUrl, eventTypes: [type], maxInFlight: 64 };
      const { status, text } = await api.post("/api/v1/subscriptions", body);
      if (status !== 201) throw new Error(`subscribing answered ${status}: ${text}`);
    }
  }
  await stop(app);
  return { ...place, environment: settings, headers: api.headers };
}

/** Starts it again; says how long it took until /readyz said yes. */
export async function start(installation: Installation): Promise<{ app: App; startMs: number }> {
  const began = performance.now();
  const isOver = new AbortController();
  const ready = readyAt(`http://127.0.0.1:${installation.port}/readyz`, isOver.signal);
  const starting = startApp({ ...installation, name: "bench" });
  const app = await starting.finally(() => isOver.abort());
  running.add(app);
  return { app, startMs: (await ready) - began };
}

export async function stop(app: App): Promise<void> {
  running.delete(app);
  await app.stop({ keepData: true });
}

/** For whoever breaks off halfway. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(stop));
}

async function readyAt(url: string, isOver: AbortSignal): Promise<number> {
  while (!isOver.aborted) {
    const isReady = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) break;
    await sleep(READY_POLL_MS);
  }
  return performance.now();
}
