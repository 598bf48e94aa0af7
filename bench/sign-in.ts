import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { startAppWithAdmin } from "../e2e/app-with-admin";
import { signInFrom } from "../e2e/sign-in-from";
import { type Line, percentile } from "./report";

const SIGN_INS = 200;
const ROUNDS = 3;
const PROBE_EVERY_MS = 10;

/** Whether the web process still answers others while very many sign in at once, each from an address of their own. */
export async function benchSignIn(): Promise<Line[]> {
  const { app } = await startAppWithAdmin("bench-sign-in");
  try {
    await probe(app.url, sleep(1_000));
    const idle = await probe(app.url, sleep(2_000));
    const statuses: (number | undefined)[] = [];
    const busy: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const all = Array.from({ length: SIGN_INS }, async (_, index) => {
        const email = `nobody-${round}-${index}@example.com`;
        const answer = await signInFrom(`127.0.${round + 1}.${index + 1}`, app.url, {
          email,
          password: "wrong",
        });
        statuses.push(answer.status);
      });
      busy.push(...(await probe(app.url, Promise.all(all))));
    }
    return [
      {
        what: `/healthz while ${SIGN_INS} sign in at once (${countOf(statuses)})`,
        measured: `p50 ${percentile(busy, 0.5)} ms, p99 ${percentile(busy, 0.99)} ms`,
        target: "p99 ≤ 200 ms",
        ceiling: `idle p99 ${percentile(idle, 0.99)} ms`,
      },
    ];
  } finally {
    await app.stop();
  }
}

/** How long /healthz takes, asked again and again until `done`. */
async function probe(url: string, done: Promise<unknown>): Promise<number[]> {
  const agent = new Agent({ connections: 50, pipelining: 1 });
  let isDone = false;
  void done.finally(() => {
    isDone = true;
  });
  const samples: Promise<number>[] = [];
  while (!isDone) {
    samples.push(ask(`${url}/healthz`, agent));
    await sleep(PROBE_EVERY_MS);
  }
  const times = await Promise.all(samples);
  await agent.close();
  return times;
}

async function ask(url: string, dispatcher: Agent): Promise<number> {
  const began = performance.now();
  const { body } = await request(url, { dispatcher });
  await body.dump();
  return Math.round(performance.now() - began);
}

function countOf(statuses: (number | undefined)[]): string {
  const counts = Map.groupBy(statuses, (status) => status);
  return [...counts].map(([status, { length }]) => `${length} × ${status}`).join(", ");
}
