import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEgressClient, type EgressClient } from "./client";
import { createConnector } from "./connector";
import { type DnsStub, startDnsStub } from "./fixtures/dns-stub";
import { type Receiver, startRawReceiver, startReceiver } from "./fixtures/receiver";
import { testRule } from "./fixtures/test-rule";
import { createResolver } from "./resolver";

const REQUEST = { headers: {}, body: "{}" };

let receiver: Receiver;
let canary: Receiver;
let canaryHits = 0;
let requests = 0;
const toClose: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  canaryHits = 0;
  requests = 0;
  receiver = await startReceiver((_req, res) => {
    requests += 1;
    res.writeHead(200, { connection: "close" }).end("ok");
  });
  // Counts connections, not only requests: not a single packet may reach it.
  canary = await startRawReceiver(
    (socket) => {
      canaryHits += 1;
      socket.destroy();
    },
    { host: "127.0.0.3", port: receiver.port },
  );
  toClose.push(receiver, canary);
});

afterEach(async () => {
  await Promise.all(toClose.splice(0).map((each) => each.close()));
});

async function clientWith(
  answer: Parameters<typeof startDnsStub>[0],
): Promise<{ client: EgressClient; stub: DnsStub }> {
  const stub = await startDnsStub(answer);
  const rule = testRule({ dnsServers: [stub.server] });
  const client = createEgressClient(rule, { resolver: createResolver(rule, { cacheMs: 0 }) });
  toClose.unshift(client, stub);
  return { client, stub };
}

describe("a name that points inside", () => {
  it("reaches nothing inside in a hundred tries of rebinding, with one look-up per connection", async () => {
    let flips = 0;
    const { client, stub } = await clientWith((type) => {
      if (type === "AAAA") return [];
      flips += 1;
      return [flips % 2 === 1 ? "127.0.0.2" : "127.0.0.3"];
    });
    const outcomes: unknown[] = [];
    for (let i = 0; i < 100; i += 1) {
      const outcome = await client
        .post(`http://hooks.test:${receiver.port}/`, REQUEST)
        .catch((error) => error);
      outcomes.push("kind" in outcome ? outcome.kind : outcome.statusCode);
    }
    expect(canaryHits).toBe(0);
    expect(requests).toBe(50);
    expect(outcomes).toEqual(Array.from({ length: 50 }, () => [200, "blocked_address"]).flat());
    expect(stub.queries.filter((query) => query.startsWith("A "))).toHaveLength(100);
  });

  it("is refused when only one of its answers does", async () => {
    const { client } = await clientWith((type) => (type === "A" ? ["127.0.0.2", "127.0.0.3"] : []));
    const post = client.post(`http://hooks.test:${receiver.port}/`, REQUEST);
    await expect(post).rejects.toMatchObject({ kind: "blocked_address" });
    expect([requests, canaryHits]).toEqual([0, 0]);
  });

  it("is refused in the same words as one behind which nothing listens", async () => {
    const { client } = await clientWith((type) => (type === "A" ? ["127.0.0.3"] : []));
    const open = await client.post(`http://open.test:${receiver.port}/`, REQUEST).catch((error) => error);
    const closed = await client.post("http://closed.test:4/", REQUEST).catch((error) => error);
    const closedHigh = await client.post("http://closed.test:40404/", REQUEST).catch((error) => error);
    expect(open.message).toBe(closedHigh.message);
    expect([open.kind, closed.kind, closedHigh.kind]).toEqual(Array(3).fill("blocked_address"));
  });

  it.each(["127.0.0.3", "2130706435", "0x7f.3", "0177.0.0.3", "[::ffff:127.0.0.3]", "[::127.0.0.3]"])(
    "written as %s opens no socket",
    async (host) => {
      const { client } = await clientWith(() => "nxdomain");
      const post = client.post(`http://${host}:${receiver.port}/`, REQUEST);
      await expect(post).rejects.toMatchObject({ kind: "blocked_address" });
      expect(canaryHits).toBe(0);
    },
  );
});

describe("the connector", () => {
  it("judges an address by itself, whoever calls it", async () => {
    const openSocket = createConnector(testRule(), createResolver(testRule()));
    const destination = { protocol: "http:", hostname: "127.0.0.3", port: canary.port };
    const socket = openSocket(destination, new AbortController().signal);
    await expect(socket).rejects.toMatchObject({ kind: "blocked_address" });
    expect(canaryHits).toBe(0);
  });
});

describe("a name that does not resolve", () => {
  it("says whether it is unknown or could not be asked for", async () => {
    const unknown = await clientWith(() => "nxdomain");
    const failing = await clientWith(() => "servfail");
    const url = `http://hooks.test:${receiver.port}/`;
    await expect(unknown.client.post(url, REQUEST)).rejects.toMatchObject({ kind: "dns_not_found" });
    await expect(failing.client.post(url, REQUEST)).rejects.toMatchObject({ kind: "dns_error" });
  });

  it("ends at the deadline while no name server answers", async () => {
    const { client } = await clientWith(() => "silent");
    const post = client.post(`http://hooks.test:${receiver.port}/`, { ...REQUEST, timeoutMs: 150 });
    await expect(post).rejects.toMatchObject({ kind: "connection_timeout" });
  });
});

describe("proxy settings of the environment", () => {
  it("change nothing", async () => {
    const proxy = `http://127.0.0.3:${canary.port}`;
    const script = `
      import { createEgressClient } from "@/lib/egress/client";
      import { testRule } from "@/lib/egress/fixtures/test-rule";
      const client = createEgressClient(testRule());
      const answer = await client.post("${receiver.url}", { headers: {}, body: "{}" });
      process.stdout.write(String(answer.statusCode));
      await client.close();
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", script],
      {
        cwd: fileURLToPath(new URL("../..", import.meta.url)),
        env: {
          ...process.env,
          HTTP_PROXY: proxy,
          HTTPS_PROXY: proxy,
          ALL_PROXY: proxy,
          http_proxy: proxy,
          NODE_USE_ENV_PROXY: "1",
        },
      },
    );
    expect(stdout).toBe("200");
    expect([requests, canaryHits]).toEqual([1, 0]);
  });
});
