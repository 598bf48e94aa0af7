import { once } from "node:events";
import { createServer, get } from "node:http";
import { afterEach, expect, test, vi } from "vitest";
import { log } from "@/lib/log";
import { noteRequest, type RequestFacts, withRequestLog } from "./request-log";

afterEach(() => vi.restoreAllMocks());

/** Serves one request and returns what was logged of it. */
async function linesOf(path: string, facts: RequestFacts = {}, status = 200): Promise<unknown[]> {
  const lines: unknown[] = [];
  vi.spyOn(log, "info").mockImplementation((line: unknown) => void lines.push(line));
  const server = createServer((req, res) =>
    withRequestLog(req, res, async () => {
      await Promise.resolve();
      noteRequest(facts);
      res.writeHead(status).end();
    }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const closed = once(server, "close");
  get({ port: address.port, host: "127.0.0.1", path, agent: false }, (response) => {
    response.resume();
    server.close();
  });
  await closed;
  return lines;
}

test("a request has one line, with what was found out on its way", async () => {
  const facts = { route: "/api/v1/me", ip: "192.0.2.1", userId: 7, tokenId: "t", code: "forbidden" };
  expect(await linesOf("/api/v1/me?token=x", facts)).toEqual([
    { method: "GET", status: 200, ms: expect.any(Number), ...facts },
  ]);
});

test("of paths only what is no secret is logged", async () => {
  expect(await linesOf("/setup?token=x")).toMatchObject([{ route: "/setup" }]);
  expect(await linesOf("/api/incoming/a-secret")).toMatchObject([{ route: "/api" }]);
  const signed = `/account/mails/0198c6f0-0000-7000-8000-000000000000.${"x".repeat(43)}`;
  expect(await linesOf(signed)).toMatchObject([{ route: "/account/mails/{token}" }]);
  expect(await linesOf("/a/../b", {}, 400)).toMatchObject([{ route: undefined, status: 400 }]);
});

test("a file of the build has no line unless it is missing", async () => {
  expect(await linesOf("/_next/static/a.js")).toEqual([]);
  expect(await linesOf("/_next/static/a.js", {}, 404)).toHaveLength(1);
});
