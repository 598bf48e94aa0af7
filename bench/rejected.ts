import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { createIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { Api } from "../e2e/api";
import { startAppWithAdmin } from "../e2e/app-with-admin";
import { signInByPassword } from "../scripts/password-sign-in";
import type { Line } from "./report";

const ROUNDS = 8;
const POSTS_PER_ROUND = 400;
const CONCURRENCY = 16;
const BODY_BYTES = 1_000_000;
const SETTLE_MS = 2000;
/** What the second half of the rounds may add, in megabytes. */
const GROWTH_MAX_MB = 40;

/** Whether the memory of the web process settles while somebody posts a megabyte with a wrong signature, again and again. */
export async function benchRejected(): Promise<Line[]> {
  // One address sends it all, and is to be refused for its signature rather than for its haste.
  const { app, admin } = await startAppWithAdmin("bench-rejected", { RATE_LIMIT_PER_ADDRESS: "1000000" });
  try {
    const session = new Api(app.url, { cookie: await signInByPassword(app.url, admin) });
    const { url } = await session.call(createIncomingWebhookEndpoint, {
      body: { name: "Flooded", action: "create_ticket" },
    });
    const agent = new Agent({ connections: CONCURRENCY, pipelining: 1 });
    const body = Buffer.alloc(BODY_BYTES, "x");
    const headers = { "x-replify-signature": `sha256=${"0".repeat(64)}` };
    const post = async () => {
      const answer = await request(url, { method: "POST", headers, body, dispatcher: agent });
      await answer.body.dump();
      if (answer.statusCode !== 401 && answer.statusCode !== 429)
        throw new Error(`a forged post was answered ${answer.statusCode}`);
    };
    const idle = residentMb(app.webPid());
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      let started = 0;
      const lane = async () => {
        while (started++ < POSTS_PER_ROUND) await post();
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, lane));
      await sleep(SETTLE_MS);
      rounds.push(residentMb(app.webPid()));
    }
    await agent.close();
    const half = rounds.length / 2;
    const growth = Math.max(...rounds.slice(half)) - Math.max(...rounds.slice(0, half));
    return [
      {
        what: `memory of the web process under ${ROUNDS} × ${POSTS_PER_ROUND} refused posts of 1 MB`,
        measured: `${idle} MB idle, then ${rounds.join(", ")} MB`,
        target: `second half adds ≤ ${GROWTH_MAX_MB} MB (${growth})`,
      },
    ];
  } finally {
    await app.stop();
  }
}

function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kilobytes) / 1000);
}
