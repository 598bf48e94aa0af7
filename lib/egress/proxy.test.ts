import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { TLSSocket } from "node:tls";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { log } from "@/lib/log";
import { createEgressClient } from "./client";
import { type ConnectProxy, startConnectProxy } from "./fixtures/connect-proxy";
import { startDnsStub } from "./fixtures/dns-stub";
import { startRawReceiver, startReceiver } from "./fixtures/receiver";
import { testRule } from "./fixtures/test-rule";
import type { EgressRule } from "./ip-rule";
import { readProxy } from "./proxy";
import { proxyAgent } from "./proxy-agent";

const REQUEST = { headers: {}, body: "{}" };
const closers: (() => unknown)[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of closers.splice(0).reverse()) await close();
});

/** A receiver that only the proxy finds, as hooks.test, and a name server that must not be asked. */
async function setUp(changes: Partial<EgressRule> = {}, user = "") {
  const receiver = await startReceiver((_req, res) => void res.end("ok"));
  const proxy = await startConnectProxy(() => ({ host: "127.0.0.2", port: receiver.port }));
  const dns = await startDnsStub(() => "nxdomain");
  const url = proxy.url.replace("//", `//${user}`);
  const client = createEgressClient(
    testRule({ dnsServers: [dns.server], proxy: readProxy(url), ...changes }),
  );
  closers.push(receiver.close, () => proxy.close(), dns.close, client.close);
  return { proxy, dns, client };
}

function watchLog() {
  return vi.spyOn(log, "warn").mockImplementation(() => {});
}

test("every call goes through the proxy, which alone looks names up; the tunnel stays for the next one", async () => {
  const { proxy, dns, client } = await setUp();
  const first = await client.post("http://hooks.test/a", REQUEST);
  expect(first).toMatchObject({
    statusCode: 200,
    timings: { dnsMs: null, connectMs: expect.any(Number), tlsMs: null },
  });
  await client.post("http://hooks.test/b", REQUEST);
  await client.post("http://127.0.0.2:8080/", REQUEST);
  await client.post("http://[2606:4700::1]:8080/", REQUEST);
  expect(proxy.asked).toEqual(["hooks.test:80", "127.0.0.2:8080", "[2606:4700::1]:8080"]);
  expect(proxy.authorization).toBeUndefined();
  expect(dns.queries).toEqual([]);
});

test.each([
  ["desk:p%40ss", "desk:p@ss"],
  ["de%3Ask:p%3Ass%25", "de:sk:p:ss%"],
  ["desk:100%", "desk:100%"],
  ["desk:100%zz%40", "desk:100%zz%40"],
  [":p%C3%A9", ":pé"],
  ["desk", "desk:"],
])("user and password of the proxy's URL %j are sent as %j", async (written, sent) => {
  const { proxy, client } = await setUp({}, `${written}@`);
  await client.post("http://hooks.test/", REQUEST);
  expect(proxy.authorization).toBe(`Basic ${Buffer.from(sent).toString("base64")}`);
});

test("whatever user and password are, the proxy gets them", () => {
  const word = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text.isWellFormed());
  fc.assert(
    fc.property(word, word, (user, password) => {
      const url = `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@proxy.test`;
      const basic = Buffer.from(`${user}:${password}`).toString("base64");
      expect(readProxy(url).authorization).toBe(`Basic ${basic}`);
    }),
  );
});

test.each([200, 201, 204, 299])("%d to CONNECT is an open connection", async (status) => {
  const { proxy, client } = await setUp();
  proxy.openStatus = status;
  expect(await client.post("http://hooks.test/", REQUEST)).toMatchObject({ statusCode: 200 });
});

test("TLS is with the target, by its own name", async () => {
  const [ca, cert, key] = ["ca.pem", "server.pem", "server.key"].map((name) =>
    readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8"),
  );
  const names: unknown[] = [];
  const server = https.createServer({ key, cert }, (req, res) => {
    names.push((req.socket as TLSSocket).servername);
    res.end("ok");
  });
  server.on("tlsClientError", () => {}).listen(0, "127.0.0.2");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const proxy = await startConnectProxy(() => ({ host: "127.0.0.2", port }));
  const client = createEgressClient(
    testRule({ allowHttp: false, proxy: readProxy(proxy.url), extraCa: ca ?? null }),
  );
  closers.push(
    () => server.close(),
    () => server.closeAllConnections(),
    () => proxy.close(),
    client.close,
  );
  const answer = await client.post("https://hooks.test/", REQUEST);
  expect(answer).toMatchObject({ statusCode: 200, timings: { tlsMs: expect.any(Number) } });
  await expect(client.post("https://other.test/", REQUEST)).rejects.toMatchObject({ kind: "tls_error" });
  expect(names).toEqual(["hooks.test"]);
  expect(proxy.asked).toEqual(["hooks.test:443", "other.test:443"]);
});

test("addresses that may not be called are not asked of the proxy, and whoever runs it reads which rule denied them", async () => {
  const warn = watchLog();
  const proxyItself = { host: "127.0.0.2", port: 4750 };
  const { proxy, client } = await setUp({ ownListeners: [proxyItself] });
  for (const url of [
    "http://10.1.2.3:8080/secret",
    "http://169.254.169.254/",
    "http://127.0.0.2:4750/",
    "http://x.internal/",
  ])
    await expect(client.post(url, REQUEST)).rejects.toMatchObject({ kind: "blocked_address" });
  expect(proxy.asked).toEqual([]);
  const lines = warn.mock.calls.map(([fields]) => fields);
  expect(lines).toEqual([
    { host: "10.1.2.3:8080", rule: "address_not_allowed" },
    { host: "169.254.169.254", rule: "address_not_allowed" },
    { host: "127.0.0.2:4750", rule: "own_service" },
    { host: "x.internal", rule: "host_not_allowed" },
  ]);
});

test("without a proxy, a name that leads to a forbidden address is logged with the range", async () => {
  const warn = watchLog();
  const dns = await startDnsStub((type) => (type === "A" ? ["10.1.2.3"] : []));
  const client = createEgressClient(testRule({ dnsServers: [dns.server] }));
  closers.push(dns.close, client.close);
  const error = await client
    .post("http://rebound.test/?key=secret", REQUEST)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ kind: "blocked_address", message: expect.not.stringContaining("10.") });
  expect(warn.mock.calls.map(([fields]) => fields)).toEqual([
    { host: "rebound.test", rule: "address 10.1.2.3 in 10.0.0.0/8" },
  ]);
});

const ANSWERS: [ConnectProxy["refuse"], string, string][] = [
  [
    { status: 407, headers: { "X-Smokescreen-Error": "no rule for hooks.test" } },
    "proxy_denied",
    "407 no rule for hooks.test",
  ],
  [{ status: 403 }, "proxy_denied", "403 No"],
  [{ status: 407 }, "proxy_failed", "407 No"],
  [{ status: 500 }, "proxy_failed", "500 No"],
  [{ status: 302, headers: { location: "http://10.0.0.1/" } }, "proxy_failed", "302 No"],
  [{ status: 502 }, "connection_failed", "502 No"],
  [{ status: 504 }, "connection_timeout", "504 No"],
];

test.each(ANSWERS)("a proxy that answers %j makes the call fail as %s", async (refuse, kind, reason) => {
  const warn = watchLog();
  const { proxy, client } = await setUp();
  proxy.refuse = refuse;
  const error = await client.post("http://hooks.test/", REQUEST).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ kind, reason, message: expect.not.stringContaining("no rule") });
  expect(warn).toHaveBeenCalledTimes(kind === "proxy_denied" ? 1 : 0);
});

test("a proxy that is down is its own failure, and the next call works once it is back", async () => {
  const { proxy, client } = await setUp();
  await proxy.close();
  closers.splice(1, 1);
  await expect(client.post("http://hooks.test/", REQUEST)).rejects.toMatchObject({
    kind: "proxy_failed",
    reason: "ECONNREFUSED",
  });
  const receiver = await startReceiver((_req, res) => void res.end("back"));
  const again = await startConnectProxy(
    () => ({ host: "127.0.0.2", port: receiver.port }),
    Number(new URL(proxy.url).port),
  );
  closers.push(receiver.close, () => again.close());
  expect((await client.post("http://hooks.test/", REQUEST)).body.toString()).toBe("back");
});

test("a proxy that says nothing, or talks nonsense, holds a call no longer than its deadline", async () => {
  const { proxy, client } = await setUp();
  proxy.refuse = "silent";
  await expect(client.post("http://hooks.test/", { ...REQUEST, timeoutMs: 100 })).rejects.toMatchObject({
    kind: "connection_timeout",
  });
  const nonsense = net.createServer((socket) => void socket.on("error", () => {}).end("SSH-2.0-OpenSSH\r\n"));
  nonsense.listen(0, "127.0.0.1");
  await once(nonsense, "listening");
  const { port } = nonsense.address() as AddressInfo;
  const other = createEgressClient(testRule({ proxy: readProxy(`http://127.0.0.1:${port}`) }));
  closers.push(() => nonsense.close(), other.close);
  await expect(other.post("http://hooks.test/", REQUEST)).rejects.toMatchObject({ kind: "proxy_failed" });
});

test("other clients get there by the same tunnels, and TLS is with their target", async () => {
  const [ca = "", cert, key] = ["ca.pem", "server.pem", "server.key"].map((name) =>
    readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8"),
  );
  const server = https.createServer({ key, cert }, (_req, res) => void res.end("secret keys"));
  server.on("tlsClientError", () => {}).listen(0, "127.0.0.2");
  await once(server, "listening");
  const receiver = await startReceiver((_req, res) => void res.end("plain"));
  const securePort = (server.address() as AddressInfo).port;
  const proxy = await startConnectProxy((authority) => ({
    host: "127.0.0.2",
    port: authority.endsWith(":443") ? securePort : receiver.port,
  }));
  closers.push(
    () => server.close(),
    () => server.closeAllConnections(),
    receiver.close,
    () => proxy.close(),
  );
  const ask = async (url: string, client: typeof http | typeof https, options = {}) => {
    const agent = proxyAgent(readProxy(proxy.url.replace("//", "//desk:p%40ss@")), new URL(url).protocol);
    closers.push(() => agent.destroy());
    const request = client.get(url, { agent, ...options });
    const [answer] = (await once(request, "response")) as [http.IncomingMessage];
    return text(answer);
  };
  expect(await ask("https://hooks.test/keys", https, { ca })).toBe("secret keys");
  expect(await ask("http://login.test/token", http)).toBe("plain");
  expect(proxy.asked).toEqual(["hooks.test:443", "login.test:80"]);
  expect(proxy.authorization).toBe(`Basic ${Buffer.from("desk:p@ss").toString("base64")}`);
  // Its name is not in the certificate, and without the authority nothing is trusted.
  await expect(ask("https://other.test/keys", https, { ca })).rejects.toThrow();
  await expect(ask("https://hooks.test/keys", https)).rejects.toThrow();
});

test("a 100 that nobody asked for is no answer, through a tunnel either", async () => {
  const receiver = await startRawReceiver((socket) =>
    socket.on("data", () =>
      socket.write(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
      ),
    ),
  );
  const proxy = await startConnectProxy(() => ({ host: "127.0.0.2", port: receiver.port }));
  const client = createEgressClient(testRule({ proxy: readProxy(proxy.url) }));
  const agent = proxyAgent(readProxy(proxy.url), "http:");
  closers.push(
    receiver.close,
    () => proxy.close(),
    client.close,
    () => agent.destroy(),
  );
  for (let call = 0; call < 2; call++)
    expect(await client.post("http://hooks.test/", REQUEST)).toMatchObject({ statusCode: 200 });
  const request = http.get("http://login.test/token", { agent });
  const [answer] = (await once(request, "response")) as [http.IncomingMessage];
  expect(await text(answer)).toBe("ok");
  expect(proxy.asked).toEqual(["hooks.test:80", "login.test:80"]);
});

test("what is denied to other clients is logged, too, without their paths", async () => {
  const warn = watchLog();
  const { proxy } = await setUp();
  proxy.refuse = { status: 403 };
  const agent = proxyAgent(readProxy(proxy.url), "https:");
  const request = https.get("https://login.test/token?code=secret", { agent });
  const [error] = await once(request, "error");
  expect(error).toMatchObject({ kind: "proxy_denied" });
  expect(warn.mock.calls.map(([fields]) => fields)).toEqual([{ host: "login.test:443", rule: "403 No" }]);
  agent.destroy();
});

test("a proxy that says nothing holds no connection of other clients for ever", async () => {
  const { proxy } = await setUp();
  proxy.refuse = "silent";
  const agent = proxyAgent(readProxy(proxy.url), "http:", 50);
  closers.push(() => agent.destroy());
  const [error] = await once(http.get("http://login.test/", { agent }), "error");
  expect(error).toMatchObject({ name: "TimeoutError" });
});
