import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createStaticFiles } from "@/lib/web/static-files";
import { compressStatic } from "./compress-static";

const SCRIPT = "console.log('a script of the build');".repeat(50);
const STYLE = "p { color: red }".repeat(50);
const PATH = "/_next/static/chunks/main-0a.js";

let root: string;
let server: Server;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "replify-static-"));
  await mkdir(join(root, ".next/static/chunks"), { recursive: true });
  await writeFile(join(root, ".next/static/chunks/main-0a.js"), SCRIPT);
  await writeFile(join(root, ".next/static/chunks/main.css"), STYLE);
  await writeFile(join(root, ".next/static/chunks/font.woff2"), "bytes");
  await writeFile(join(root, ".next/secret.br"), "not static");
  await compressStatic(root);
  const isServed = createStaticFiles(root);
  server = createServer((req, res) => {
    if (!isServed(req, res)) res.writeHead(404).end("left to Next");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterAll(async () => {
  server.close().closeAllConnections();
  await rm(root, { recursive: true });
});

async function ask(path: string, acceptEncoding: string, method = "GET") {
  const { port } = server.address() as AddressInfo;
  const sent = request({
    port,
    host: "127.0.0.1",
    path,
    method,
    headers: { "accept-encoding": acceptEncoding },
  });
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, content: await buffer(response) };
}

test("a script and a style come as Brotli, for good", async () => {
  for (const [path, content, type] of [
    [PATH, SCRIPT, "application/javascript; charset=utf-8"],
    ["/_next/static/chunks/main.css", STYLE, "text/css; charset=utf-8"],
  ] as const) {
    const answer = await ask(path, "gzip, deflate, br, zstd");
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        "content-encoding": "br",
        "content-type": type,
        "cache-control": "public, max-age=31536000, immutable",
        vary: "Accept-Encoding",
      },
    });
    expect(brotliDecompressSync(answer.content).toString()).toBe(content);
  }
  const head = await ask(PATH, "br", "HEAD");
  expect(head).toMatchObject({ status: 200, headers: { "content-encoding": "br" } });
  expect(head.content).toHaveLength(0);
});

test.each(["gzip", "", "identity", "*;q=0", "br;q=0, *", "br;q=0", "gzip, br; q=0.0", "brotli", "xbr"])(
  "who accepts %j gets it from Next, marked as one of several",
  async (accepted) => {
    const { status, headers } = await ask(PATH, accepted);
    expect([status, headers.vary]).toEqual([404, "Accept-Encoding"]);
  },
);

test.each(["br", "BR", "gzip,br", "br;q=1.0, gzip", "br;q=0.5", "*"])("%j accepts it", async (accepted) => {
  expect((await ask(PATH, accepted)).headers["content-encoding"]).toBe("br");
});

test.each([
  "/_next/static/chunks/other.js",
  "/_next/static/chunks/font.woff2",
  `${PATH}.br`,
  `${PATH}?x`,
  "/_next/secret",
  "/_next/static/../secret",
  "/_next/static/%2e%2e/secret",
  "/_next//static/chunks/main-0a.js",
  "/",
])("%s is left to Next", async (path) => {
  expect((await ask(path, "br")).status).toBe(404);
});

test("what is no reading is left to Next", async () => {
  expect((await ask(PATH, "br", "POST")).status).toBe(404);
});
