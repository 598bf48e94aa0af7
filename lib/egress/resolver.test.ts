import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { type DnsAnswer, type DnsStub, startDnsStub } from "./fixtures/dns-stub";
import { testRule } from "./fixtures/test-rule";
import { createResolver } from "./resolver";

const stubs: DnsStub[] = [];
afterEach(async () => {
  await Promise.all(stubs.splice(0).map((stub) => stub.close()));
});

async function resolverFor(answers: { A: DnsAnswer; AAAA: DnsAnswer }, options?: { cacheMs: number }) {
  const stub = await startDnsStub((type) => answers[type]);
  stubs.push(stub);
  return { stub, resolver: createResolver(testRule({ dnsServers: [stub.server] }), options) };
}

describe("createResolver", () => {
  it("answers with IPv4 and IPv6 addresses", async () => {
    const { resolver } = await resolverFor({ A: ["8.8.8.8", "127.0.0.2"], AAAA: ["2606:4700::1"] });
    expect(await resolver.resolve("hooks.test")).toEqual([
      { address: "8.8.8.8", family: 4 },
      { address: "127.0.0.2", family: 4 },
      { address: "2606:4700::1", family: 6 },
    ]);
  });

  it.each<[string, { A: DnsAnswer; AAAA: DnsAnswer }]>([
    ["a private IPv4 beside a public one", { A: ["8.8.8.8", "127.0.0.3"], AAAA: [] }],
    ["a private IPv6 beside a public IPv4", { A: ["8.8.8.8"], AAAA: ["fd00::1"] }],
    ["a wrapped loopback", { A: [], AAAA: ["::ffff:127.0.0.1"] }],
    ["metadata", { A: ["169.254.169.254"], AAAA: [] }],
  ])("refuses all answers because of %s", async (_, answers) => {
    const { resolver } = await resolverFor(answers);
    await expect(resolver.resolve("hooks.test")).rejects.toMatchObject({ kind: "blocked_address" });
  });

  it.each<[string, string, { A: DnsAnswer; AAAA: DnsAnswer }]>([
    ["dns_not_found", "ENOTFOUND", { A: "nxdomain", AAAA: "nxdomain" }],
    ["dns_not_found", "ENODATA", { A: [], AAAA: [] }],
    ["dns_error", "ESERVFAIL", { A: "servfail", AAAA: [] }],
    ["dns_error", "ESERVFAIL", { A: [], AAAA: "servfail" }],
  ])("reports %s (%s)", async (kind, reason, answers) => {
    const { resolver } = await resolverFor(answers);
    await expect(resolver.resolve("hooks.test")).rejects.toMatchObject({ kind, reason });
  });

  it("uses the IPv4 answer when the IPv6 question fails or is never answered", async () => {
    const failing = await resolverFor({ A: ["127.0.0.2"], AAAA: "servfail" });
    const silent = await resolverFor({ A: ["127.0.0.2"], AAAA: "silent" });
    const expected = [{ address: "127.0.0.2", family: 4 }];
    expect(await failing.resolver.resolve("hooks.test")).toEqual(expected);
    expect(await silent.resolver.resolve("hooks.test")).toEqual(expected);
  });

  it("takes an answer that came while the process was too busy to look", async () => {
    const stub = await startDnsStub(
      async (type) => {
        if (type === "A") return ["127.0.0.2"];
        // The other answer is there by then, and does not wait for ever.
        for (let turn = 0; turn < 20; turn++) await nextTurn();
        return ["fd00::1"];
      },
      (type) => {
        const busyUntil = performance.now() + (type === "AAAA" ? 500 : 0);
        while (performance.now() < busyUntil);
      },
    );
    stubs.push(stub);
    const resolver = createResolver(testRule({ dnsServers: [stub.server] }));
    await expect(resolver.resolve("hooks.test")).rejects.toMatchObject({ kind: "blocked_address" });
  });

  it("asks once for many look-ups at the same time", async () => {
    const { resolver, stub } = await resolverFor({ A: ["127.0.0.2"], AAAA: [] }, { cacheMs: 0 });
    await Promise.all(Array.from({ length: 20 }, () => resolver.resolve("hooks.test")));
    expect(stub.queries.sort()).toEqual(["A hooks.test", "AAAA hooks.test"]);
    await resolver.resolve("hooks.test");
    expect(stub.queries).toHaveLength(4);
  });

  it("remembers an allowed answer for a moment, and never a refusal", async () => {
    const good = await resolverFor({ A: ["127.0.0.2"], AAAA: [] }, { cacheMs: 60_000 });
    await good.resolver.resolve("hooks.test");
    await good.resolver.resolve("hooks.test");
    expect(good.stub.queries).toHaveLength(2);
    const bad = await resolverFor({ A: ["127.0.0.3"], AAAA: [] });
    await expect(bad.resolver.resolve("hooks.test")).rejects.toMatchObject({ kind: "blocked_address" });
    await expect(bad.resolver.resolve("hooks.test")).rejects.toMatchObject({ kind: "blocked_address" });
    expect(bad.stub.queries).toHaveLength(4);
  });

  it("knows localhost without asking, in local mode only", async () => {
    const local = createResolver(testRule({ allowLoopback: true }));
    expect(await local.resolve("app.localhost")).toEqual([
      { address: "127.0.0.1", family: 4 },
      { address: "::1", family: 6 },
    ]);
    await expect(createResolver(testRule()).resolve("localhost")).rejects.toMatchObject({
      kind: "blocked_address",
    });
  });
});
