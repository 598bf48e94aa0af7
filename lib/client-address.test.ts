import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clientAddress, isHost, isLoopbackRequest, pagePath, rewriteClientHeaders } from "./client-address";

const ipv4 = fc.ipV4();
/** What an attacker may send as X-Forwarded-For, or nothing. */
const claim = fc.option(
  fc.oneof(
    fc.string(),
    fc.array(ipv4, { minLength: 1 }).map((list) => list.join(", ")),
  ),
  {
    nil: undefined,
  },
);

describe("clientAddress", () => {
  test("no claim of the client changes what our own proxies saw", () => {
    fc.assert(
      fc.property(claim, ipv4, fc.array(ipv4, { maxLength: 4 }), (forwardedFor, client, proxies) => {
        // Each honest proxy appends the address of whoever connected to it.
        const hops = [client, ...proxies];
        const seen = hops.slice(0, -1);
        const header = [forwardedFor, ...seen].filter((part) => part !== undefined).join(", ");
        const peer = { socketAddress: hops.at(-1), trustedHops: proxies.length };
        expect(clientAddress(header || undefined, peer)).toBe(client);
      }),
    );
  });

  test("without a trusted proxy it is the socket, whatever is claimed", () => {
    fc.assert(
      fc.property(claim, ipv4, (forwardedFor, socketAddress) => {
        expect(clientAddress(forwardedFor, { socketAddress, trustedHops: 0 })).toBe(socketAddress);
      }),
    );
  });

  test("always gives one canonical address, never the text of a header", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(5), (forwardedFor, trustedHops) => {
        const address = clientAddress(forwardedFor, { socketAddress: "192.0.2.1", trustedHops });
        expect(address).toMatch(/^[0-9a-f.:]+$/);
      }),
    );
  });

  test.each([
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["::FFFF:cb00:7109", "203.0.113.9"],
    ["2001:DB8:0::0001", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["[2001:db8::1]:443", "2001:db8::1"],
    ["203.0.113.9:5123", "203.0.113.9"],
    ["unknown", "198.51.100.1"],
    ["203.0.113.300", "198.51.100.1"],
  ])("reads %s as %s", (entry, expected) => {
    expect(clientAddress(entry, { socketAddress: "198.51.100.1", trustedHops: 1 })).toBe(expected);
  });

  test("a list shorter than the trusted hops means that an outer proxy was passed by", () => {
    expect(clientAddress("203.0.113.9", { socketAddress: "10.0.0.1", trustedHops: 3 })).toBe("203.0.113.9");
    expect(clientAddress(undefined, { socketAddress: "10.0.0.1", trustedHops: 3 })).toBe("10.0.0.1");
  });
});

describe("rewriteClientHeaders", () => {
  const forged = {
    host: "desk.example",
    forwarded: "for=1.1.1.1",
    "x-real-ip": "1.1.1.1",
    "x-forwarded-for": "1.1.1.1",
    "x-forwarded-host": "evil.example",
    "x-forwarded-port": "1",
    "x-forwarded-proto": "https",
    "x-replify-client-address": "1.1.1.1",
    "x-replify-loopback": "1",
    "x-replify-path": "/elsewhere",
    "x-replify-signature": "sha256=00",
  };

  test("drops every claim of a client that came directly, and no other header", () => {
    const headers = { ...forged };
    rewriteClientHeaders(headers, { socketAddress: "203.0.113.9", trustedHops: 0 }, "/tickets");
    expect(headers).toEqual({
      host: "desk.example",
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-host": "desk.example",
      "x-forwarded-proto": "http",
      "x-replify-client-address": "203.0.113.9",
      "x-replify-path": "/tickets",
      "x-replify-signature": "sha256=00",
    });
  });

  test("believes the last entry of our one proxy", () => {
    const headers = {
      ...forged,
      "x-forwarded-for": "1.1.1.1, 203.0.113.9",
      "x-forwarded-host": "desk.example",
    };
    rewriteClientHeaders(headers, { socketAddress: "10.0.0.1", trustedHops: 1 }, "/tickets");
    expect(headers).toMatchObject({
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-host": "desk.example",
      "x-forwarded-proto": "https",
      "x-replify-client-address": "203.0.113.9",
    });
  });

  test("a garbled forwarded host falls back to Host", () => {
    const headers = { host: "desk.example", "x-forwarded-host": "a/b?<script>" };
    rewriteClientHeaders(headers, { socketAddress: "10.0.0.1", trustedHops: 1 }, "/tickets");
    expect(headers["x-forwarded-host"]).toBe("desk.example");
  });
});

describe("isLoopbackRequest", () => {
  test.each([
    "localhost",
    "localhost:3000",
    "LOCALHOST",
    "app.localhost:1",
    "127.0.0.1:3000",
    "127.8.8.8",
    "[::1]:3000",
  ])("accepts the host %s", (host) => expect(isLoopbackRequest({ host }, "127.0.0.1")).toBe(true));

  test.each(["desk.example", "localhost.example", "127.0.0.1.example", "10.0.0.1", ""])(
    "refuses the host %s",
    (host) => expect(isLoopbackRequest({ host }, "127.0.0.1")).toBe(false),
  );

  test("refuses a stranger, and anything that came through a proxy", () => {
    expect(isLoopbackRequest({ host: "localhost" }, "203.0.113.9")).toBe(false);
    expect(isLoopbackRequest({ host: "localhost" }, "::ffff:127.0.0.1")).toBe(true);
    for (const name of [
      "forwarded",
      "via",
      "x-real-ip",
      "x-forwarded-for",
      "x-forwarded-host",
      "x-forwarded-proto",
    ]) {
      expect(isLoopbackRequest({ host: "localhost", [name]: "" }, "127.0.0.1")).toBe(false);
    }
  });
});

test.each([
  ["desk.example", true],
  ["desk.example:443", true],
  ["[::1]:3000", true],
  ["a b", false],
  ["evil.example/path", false],
  ["a@b", false],
  ["desk.example:999999", false],
  ["", false],
])("isHost(%s) is %s", (host, expected) => {
  expect(isHost(host)).toBe(expected);
});

test.each([
  ["/oauth/authorize?state=a&new=1&_rsc=T7bod", "/oauth/authorize?state=a&new=1"],
  ["/tickets?_rsc=T7bod", "/tickets"],
  ["/tickets?q=_rsc%3D1", "/tickets?q=_rsc%3D1"],
])("a page that was asked for as %s is at %s", (asked, path) => {
  expect(pagePath(new Headers({ "x-replify-path": asked }))).toBe(path);
});
