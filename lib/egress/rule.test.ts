import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isAllowedAddress } from "./ip-rule";
import { isThisMachine } from "./own-listeners";
import { describeEgressRule, egressRule } from "./rule";

const SERVICES = { PORT: 3000, DATABASE_URL: "postgres://replify@127.0.0.1:5432/replify" };
const PRODUCTION = { ...SERVICES, APP_URL: "https://desk.example.com" };
const LOCAL = { ...SERVICES, APP_URL: "http://localhost:3000" };

describe("egressRule", () => {
  it("allows https to public addresses only, by default in production", () => {
    const rule = egressRule(PRODUCTION, false);
    expect(rule).toMatchObject({ allowHttp: false, allowLoopback: false, allowCidrs: [], extraCa: null });
  });

  it("allows http and loopback while the app itself is local", () => {
    expect(egressRule(LOCAL, true)).toMatchObject({ allowHttp: true, allowLoopback: true });
  });

  it("takes the local exceptions back with EGRESS_STRICT, but keeps what was widened by name", () => {
    const settings = {
      ...LOCAL,
      EGRESS_STRICT: true,
      EGRESS_ALLOW_HTTP: true,
      EGRESS_ALLOW_CIDRS: ["127.0.0.2/32"],
    };
    const rule = egressRule(settings, true);
    expect(rule).toMatchObject({ allowHttp: true, allowLoopback: false });
    expect(isAllowedAddress("127.0.0.2", rule)).toBe(true);
    expect(isAllowedAddress("127.0.0.3", rule)).toBe(false);
    expect(egressRule({ ...LOCAL, EGRESS_STRICT: true }, true)).toMatchObject({
      allowHttp: false,
      allowLoopback: false,
    });
  });

  it("names the setting and the range that can't be read", () => {
    expect(() => egressRule({ ...PRODUCTION, EGRESS_ALLOW_CIDRS: ["10.0.0.0/8", "ten"] }, false)).toThrow(
      /EGRESS_ALLOW_CIDRS: "ten" is not an address range/,
    );
  });

  it("reads EGRESS_CA_FILE, and says so when that is not possible", () => {
    const ca = fileURLToPath(new URL("fixtures/ca.pem", import.meta.url));
    const script = fileURLToPath(new URL("fixtures/make-certificates.sh", import.meta.url));
    expect(egressRule({ ...PRODUCTION, EGRESS_CA_FILE: ca }, false).extraCa).toContain("BEGIN CERTIFICATE");
    expect(() => egressRule({ ...PRODUCTION, EGRESS_CA_FILE: "/nowhere.pem" }, false)).toThrow(
      /can't read \/nowhere.pem/,
    );
    expect(() => egressRule({ ...PRODUCTION, EGRESS_CA_FILE: script }, false)).toThrow(/no PEM certificate/);
  });
});

describe("describeEgressRule", () => {
  it("says in one sentence what is allowed", () => {
    expect(describeEgressRule(egressRule(PRODUCTION, false))).toBe(
      "Outgoing webhooks: https only, to public addresses; never to metadata or link-local addresses.",
    );
    expect(
      describeEgressRule(egressRule({ ...LOCAL, EGRESS_ALLOW_CIDRS: ["10.0.0.0/8", "fd12::/32"] }, true)),
    ).toBe(
      "Outgoing webhooks: http and https, to public addresses, this machine (APP_URL is a loopback address) and EGRESS_ALLOW_CIDRS (10.0.0.0/8, fd12::/32); never to metadata or link-local addresses.",
    );
  });

  it("says that a proxy judges what names lead to, and nothing of its password", () => {
    const through = (EGRESS_PROXY_URL: string) =>
      describeEgressRule(egressRule({ ...PRODUCTION, EGRESS_PROXY_URL }, false));
    expect(through("http://desk:hunter2@proxy.internal:4750")).toBe(
      "Outgoing webhooks: https only, to public addresses; never to metadata or link-local addresses. They leave through the proxy proxy.internal:4750, which judges the addresses that names lead to.",
    );
    expect(through("https://[fd12::1]")).toContain("the proxy [fd12::1]:443, ");
  });
});

describe("isThisMachine", () => {
  it("knows this machine however it is written, also as the host of a URL", () => {
    for (const host of [
      "localhost",
      "desk.localhost",
      "127.0.0.1",
      "127.8.9.10",
      "::1",
      "[::1]",
      "0.0.0.0",
      "[::ffff:127.0.0.1]",
    ])
      expect([host, isThisMachine(host)]).toEqual([host, true]);
    for (const host of ["example.com", "192.0.2.1", "[2606:4700::1]", "[", "[]", ""])
      expect([host, isThisMachine(host)]).toEqual([host, false]);
  });
});
