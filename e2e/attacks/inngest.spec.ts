import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { test as base } from "@playwright/test";
import { FakeInngest } from "../fake-inngest";
import { expect } from "../fixtures";
import { type InngestWorker, startInngestWorker } from "../inngest-worker";
import { rawBytes, rawRequest } from "../raw-request";
import { attack } from "./attack";

const PATH = "/api/inngest";
const LIMIT_BYTES = 4 * 1024 * 1024;

base.describe.configure({ mode: "serial" });

let inngest: FakeInngest;
let worker: InngestWorker;

base.beforeAll(async () => {
  // The worker shares the database of all specs: called, it would take their deliveries.
  inngest = new FakeInngest({ isIdle: true });
  await inngest.listen();
  worker = await startInngestWorker({ inngest, databaseUrl: process.env.E2E_DATABASE_URL ?? "" });
});

base.afterAll(async () => {
  await worker?.end("SIGTERM");
  inngest?.refuse();
});

async function expectAlive(): Promise<void> {
  expect(worker.isRunning()).toBe(true);
  expect(await (await fetch(`${worker.url}/health`)).json()).toEqual({ status: "ok" });
}

for (const method of ["POST", "PUT"]) {
  attack({ attempt: `${method} with a body of "{"`, expected: "401, and the worker lives" }, async () => {
    expect((await rawRequest(worker.url, { method, path: PATH, body: "{" })).status).toBe(401);
    await expectAlive();
  });

  attack(
    { attempt: `${method} with a body that is cut off`, expected: "401, and the worker lives" },
    async () => {
      const head = `${method} ${PATH} HTTP/1.1\r\nHost: worker\r\nConnection: close\r\nContent-Length: 100\r\n\r\n{`;
      const socket = connect(Number(new URL(worker.url).port), "127.0.0.1");
      socket.end(head);
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 40[01] /);
      await expectAlive();
    },
  );
}

attack({ attempt: "20 MB without a signature", expected: "401 before any of it is read" }, async () => {
  const socket = connect(Number(new URL(worker.url).port), "127.0.0.1");
  socket.write(`POST ${PATH} HTTP/1.1\r\nHost: worker\r\nContent-Length: 20000000\r\n\r\n`);
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 401 /);
  socket.destroy();
});

attack({ attempt: "a body above 4 MiB with a made-up signature", expected: "413" }, async () => {
  const signature = `t=${Math.floor(Date.now() / 1000)}&s=${"0".repeat(64)}`;
  const { status } = await rawRequest(worker.url, {
    method: "POST",
    path: PATH,
    headers: { "x-inngest-signature": signature },
    body: Buffer.alloc(LIMIT_BYTES + 1, "x"),
  });
  expect(status).toBe(413);
  await expectAlive();
});

attack(
  { attempt: "an unsigned PUT with Host: evil.test", expected: "401, registered nowhere else" },
  async () => {
    const known = inngest.registrations.length;
    const forwarded = { "x-forwarded-host": "evil.test", "x-inngest-sync-kind": "in_band" };
    for (const more of [{}, forwarded]) {
      const headers = { host: "evil.test", ...more };
      expect((await rawRequest(worker.url, { method: "PUT", path: PATH, headers })).status).toBe(401);
    }
    expect(inngest.registrations).toHaveLength(known);
    expect(new Set(inngest.registrations.map(({ url }) => url))).toEqual(new Set([`${worker.url}${PATH}`]));
  },
);

attack({ attempt: "a forged call of a function", expected: "401, nothing runs" }, async () => {
  const fn = inngest.registrations[0]?.functions[0]?.id ?? "";
  const { status } = await rawRequest(worker.url, {
    method: "POST",
    path: `${PATH}?fnId=${fn}&stepId=step`,
    headers: { "x-run-id": "01", "content-type": "application/json" },
    body: JSON.stringify({ event: {}, events: [], steps: {}, ctx: {}, version: -1 }),
  });
  expect(status).toBe(401);
});

attack(
  { attempt: "methods and bytes that are none of ours", expected: "4xx, and the worker lives" },
  async () => {
    for (const method of ["DELETE", "PATCH", "OPTIONS", "TRACE"]) {
      expect((await rawRequest(worker.url, { method, path: PATH })).status).toBe(405);
    }
    for (const bytes of [
      "{\r\n\r\n",
      "GET\r\n\r\n",
      "PUT /api/inngest HTTP/9.9\r\n\r\n",
      "\x16\x03\x01\x02\r\n\r\n",
    ]) {
      expect(await rawBytes(worker.url, bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    await expectAlive();
  },
);
