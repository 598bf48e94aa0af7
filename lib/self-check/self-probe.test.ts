import { createServer, type RequestListener } from "node:http";
import { expect, test } from "vitest";
import { createSelfProbe } from "./self-probe";

const fine: RequestListener = (req, res) => res.writeHead(req.url === "/sign-in" ? 200 : 401).end("text");

function probeOf(answer: RequestListener) {
  const server = createServer();
  const probe = createSelfProbe(server, "localhost:3000");
  const seen: { url: string | undefined; host: string | undefined; isOwn: boolean }[] = [];
  server.on("request", (req, res) => {
    seen.push({ url: req.url, host: req.headers.host, isOwn: probe.isOwn(req) });
    answer(req, res);
  });
  return { probe, seen, server };
}

test("asks for a page and the API without a port, and knows its own requests", async () => {
  const { probe, seen, server } = probeOf(fine);
  expect(await probe.run()).toBeNull();
  expect(server.listening).toBe(false);
  expect(seen).toEqual([
    { url: "/sign-in", host: "localhost:3000", isOwn: true },
    { url: "/api/v1/me", host: "localhost:3000", isOwn: true },
  ]);
});

test("a limit that others have used up is no failure", async () => {
  const limited: RequestListener = (req, res) =>
    res.writeHead(req.url === "/sign-in" ? 200 : 429).end("text");
  expect(await probeOf(limited).probe.run()).toBeNull();
});

test("requests of others are not its own", async () => {
  const { seen, server } = probeOf(fine);
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  await fetch(`http://127.0.0.1:${port}/sign-in`);
  server.close();
  expect(seen).toMatchObject([{ isOwn: false }]);
});

test.each<[string, RequestListener, RegExp]>([
  ["a page that fails", (_, res) => res.writeHead(500).end(), /^\/sign-in answered 500$/],
  ["an API that lets everybody in", (_, res) => res.writeHead(200).end("{}"), /^\/api\/v1\/me answered 200$/],
  [
    "an answer that breaks off",
    (_, res) => res.writeHead(200).write("a", () => res.destroy()),
    /^\/sign-in: /,
  ],
  ["no answer at all", (_, res) => res.destroy(), /^\/sign-in: /],
])("%s is told", async (_, answer, problem) => {
  expect(await probeOf(answer).probe.run()).toMatch(problem);
});
