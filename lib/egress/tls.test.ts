import { once } from "node:events";
import { readFileSync } from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { createEgressClient } from "./client";
import { startDnsStub } from "./fixtures/dns-stub";
import { testRule } from "./fixtures/test-rule";

const [ca, cert, selfSigned, key] = ["ca.pem", "server.pem", "self-signed.pem", "server.key"].map((name) =>
  readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8"),
);
const REQUEST = { headers: {}, body: "{}" };
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Setup {
  server?: https.ServerOptions;
  extraCa?: string | undefined;
}

async function setUp({ server: options, extraCa }: Setup = {}) {
  const names: (string | false | null | undefined)[] = [];
  const server = https.createServer({ key, cert, ...options }, (req, res) => {
    names.push((req.socket as TLSSocket).servername);
    res.end("ok");
  });
  server.on("tlsClientError", () => {}).listen(0, "127.0.0.2");
  await once(server, "listening");
  const stub = await startDnsStub((type) => (type === "A" ? ["127.0.0.2"] : []));
  const client = createEgressClient(
    testRule({ allowHttp: false, dnsServers: [stub.server], extraCa: extraCa ?? null }),
  );
  closers.push(
    () => server.close(),
    () => server.closeAllConnections(),
    stub.close,
    client.close,
  );
  const { port } = server.address() as AddressInfo;
  return { names, post: (host: string) => client.post(`https://${host}:${port}/`, REQUEST) };
}

describe("a TLS receiver", () => {
  it("with a certificate of the extra authority is trusted, and is told the host name", async () => {
    const { post, names } = await setUp({ extraCa: ca });
    const answer = await post("hooks.test");
    expect(answer).toMatchObject({ statusCode: 200, timings: { tlsMs: expect.any(Number) } });
    expect((await post("hooks.test.")).timings.tlsMs).toBeNull();
    expect(names).toEqual(["hooks.test", "hooks.test"]);
  });

  it("with a self-signed certificate is refused", async () => {
    const { post, names } = await setUp({ server: { cert: selfSigned }, extraCa: ca });
    await expect(post("hooks.test")).rejects.toMatchObject({
      kind: "tls_error",
      reason: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
    expect(names).toEqual([]);
  });

  it("with a certificate of an unknown authority is refused", async () => {
    const { post } = await setUp();
    await expect(post("hooks.test")).rejects.toMatchObject({
      kind: "tls_error",
      reason: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    });
  });

  it("with a certificate for another name is refused, again and again", async () => {
    const { post, names } = await setUp({ extraCa: ca });
    await post("hooks.test");
    for (let i = 0; i < 3; i += 1) {
      await expect(post("other.test")).rejects.toMatchObject({
        kind: "tls_error",
        reason: "ERR_TLS_CERT_ALTNAME_INVALID",
      });
    }
    await expect(post("127.0.0.2")).rejects.toMatchObject({
      kind: "tls_error",
      reason: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
    expect(names).toEqual(["hooks.test"]);
  });

  it("is verified even where the environment says not to", async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    closers.push(() => delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
    const { post } = await setUp({ server: { cert: selfSigned } });
    await expect(post("hooks.test")).rejects.toMatchObject({ kind: "tls_error" });
  });

  it("that speaks only TLS 1.1 is refused", async () => {
    const old = { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    const { post } = await setUp({ server: old, extraCa: ca });
    await expect(post("hooks.test")).rejects.toMatchObject({ kind: "tls_error" });
  });
});
