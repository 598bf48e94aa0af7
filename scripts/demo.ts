import "./check-node";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onShutdown } from "@/lib/on-shutdown";
import { signInToDemo } from "./demo-client";
import { openDemoDesk } from "./demo-desk";
import { startDemoReceiver } from "./demo-receiver";

const EMAIL = "demo@example.com";
const PASSWORD = "try replify for a minute";
const TRAFFIC_EVERY_MS = 1500;
const GIVE_UP_MS = 60_000;

const port = process.env.PORT ?? "3000";
const url = `http://localhost:${port}`;
const dataDir = join(tmpdir(), `replify-demo-${randomUUID()}`);

const app = spawn(process.execPath, [join("scripts", "launch.mjs")], {
  env: {
    ...process.env,
    // A database of its own, whatever .env or the shell say.
    DATABASE_URL: "",
    DATABASE_OWNER_URL: "",
    DATABASE_DIRECT_URL: "",
    DATA_DIR: dataDir,
    PORT: port,
    APP_URL: url,
    INITIAL_ADMIN_EMAIL: EMAIL,
    INITIAL_ADMIN_PASSWORD: PASSWORD,
    LOG_LEVEL: "warn",
  },
  stdio: ["ignore", "inherit", "inherit", "ipc"],
  detached: true,
});
const ended = once(app, "exit");
const receiver = await startDemoReceiver();

onShutdown(async () => {
  receiver.stop();
  app.kill("SIGTERM");
  await ended;
  await rm(dataDir, { recursive: true, force: true });
}, GIVE_UP_MS);
app.once("exit", (code) => process.exit(code ?? 1));

await ready();
const demo = await signInToDemo(url, EMAIL, PASSWORD);
const desk = await openDemoDesk(demo, receiver.url);

console.log(`
The demo is running: ${url}
  e-mail    ${EMAIL}
  password  ${PASSWORD}
Something happens every ${TRAFFIC_EVERY_MS / 1000} s. Ctrl-C ends it and deletes its data.`);

for (;;) {
  await sleep(TRAFFIC_EVERY_MS);
  await desk.step().catch((error: unknown) => console.error(`A step of the demo failed: ${String(error)}`));
}

async function ready(): Promise<void> {
  for (;;) {
    const isReady = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await sleep(250);
  }
}
