import { networkInterfaces } from "node:os";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { strictRule, testRule } from "./fixtures/test-rule";
import { parseCidr } from "./ip-rule";
import { ownListeners } from "./own-listeners";
import { checkTargetUrl, type TargetUrlCode } from "./target-url";

const strict = strictRule();
const local = strictRule({
  allowHttp: true,
  allowLoopback: true,
  ownListeners: ownListeners({
    APP_URL: "http://localhost:3000",
    PORT: 3000,
    ENGINE_PORT: 3001,
    INNGEST_BASE_URL: "http://127.0.0.1:8288",
    DATABASE_URL: "postgres://replify@127.0.0.1:45678/replify",
  }),
});

const REFUSED: [TargetUrlCode, string[]][] = [
  [
    "invalid_url",
    [
      "",
      "example.com",
      "/hook",
      "https://",
      "https://a..b/",
      "https://.example.com",
      "https://exa$mple.com/",
    ],
  ],
  [
    "invalid_url",
    [
      "https:example.com",
      "https:/example.com/",
      "https://[::1",
      "https://-a.example.com/",
      "https://1.2.3.4.5/",
    ],
  ],
  ["invalid_url", ["https://example.com:99999/", "https://example.com..", `https://${"a".repeat(64)}.com/`]],
  ["too_long", [`https://example.com/${"a".repeat(2048)}`]],
  [
    "forbidden_characters",
    [" https://example.com", "https://example.com/a b", "https://exam\tple.com", "https://example.com\n"],
  ],
  [
    "forbidden_characters",
    [
      "https:\\\\example.com",
      "https://example.com\\@127.0.0.1/",
      "https://example.com/\u0000",
      "https://example.com/\u200b",
    ],
  ],
  [
    "scheme_not_supported",
    [
      "file:///etc/passwd",
      "gopher://example.com/",
      "ftp://example.com/",
      "javascript:alert(1)",
      "data:,x",
      "ws://example.com",
    ],
  ],
  ["https_required", ["http://example.com/hook"]],
  [
    "credentials_in_url",
    [
      "https://user:pass@example.com/",
      "https://user@example.com/",
      "https://@example.com/",
      "https://:@example.com/",
    ],
  ],
  ["fragment_in_url", ["https://example.com/#a", "https://example.com/#"]],
  [
    "port_not_allowed",
    [
      "https://example.com:22/",
      "https://example.com:0/",
      "https://example.com:25/",
      "https://example.com:1023/",
    ],
  ],
  [
    "port_not_allowed",
    [
      "https://example.com:5432/",
      "https://example.com:6379/",
      "https://example.com:11211/",
      "https://example.com:27017/",
    ],
  ],
  [
    "host_not_allowed",
    ["https://localhost/", "https://localhost./", "https://LOCALHOST/", "https://app.localhost/"],
  ],
  [
    "host_not_allowed",
    [
      "https://metadata.google.internal/",
      "https://metadata.google.internal./",
      "https://internal/",
      "https://db.INTERNAL:8080/",
    ],
  ],
  [
    "address_not_allowed",
    ["https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/"],
  ],
  [
    "address_not_allowed",
    [
      "https://①②⑦.⓪.⓪.①/",
      "https://127。0。0。1/",
      "https://%31%32%37.0.0.1/",
      "https://127.0.0.1./",
      "https://0/",
    ],
  ],
  [
    "address_not_allowed",
    ["https://[::1]/", "https://[::127.0.0.1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/"],
  ],
  [
    "address_not_allowed",
    [
      "https://[64:ff9b::7f00:1]/",
      "https://[fe80::1]/",
      "https://[fd00::1]/",
      "https://[4000::1]/",
      "https://[2002:7f00:1::]/",
    ],
  ],
  [
    "address_not_allowed",
    [
      "https://169.254.169.254/latest/meta-data/",
      "https://192.168.1.1/",
      "https://10.0.0.1:8443/",
      "https://168.63.129.16/",
    ],
  ],
  [
    "own_service",
    [
      "https://desk.example.com/api/incoming/x",
      "https://DESK.example.com./",
      "https://desk.example.com:443/",
    ],
  ],
];

describe("checkTargetUrl in production", () => {
  it.each(REFUSED.flatMap(([code, urls]) => urls.map((url) => [code, url] as const)))(
    "%s: %j",
    (code, url) => {
      expect(checkTargetUrl(url, strict)).toMatchObject({ ok: false, code });
    },
  );

  it.each([
    ["https://example.com", "https://example.com/"],
    ["https://EXAMPLE.com./Hook?a=1&b=%20", "https://example.com/Hook?a=1&b=%20"],
    ["HTTPS://example.com:443/", "https://example.com/"],
    ["https://example.com:80/", "https://example.com:80/"],
    ["https://example.com:8443/", "https://example.com:8443/"],
    ["https://bücher.example/hook", "https://xn--bcher-kva.example/hook"],
    ["https://a_b.example.com/", "https://a_b.example.com/"],
    ["https://8.8.8.8/", "https://8.8.8.8/"],
    ["https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"],
    ["https://example.com/@user", "https://example.com/@user"],
    ["https://example.com/?to=me@example.com", "https://example.com/?to=me@example.com"],
    ["https://internal.example.com/", "https://internal.example.com/"],
    ["https://localhost.example.com/", "https://localhost.example.com/"],
    ["https://desk.example.com:8443/", "https://desk.example.com:8443/"],
  ])("allows %s as %s", (input, href) => {
    const verdict = checkTargetUrl(input, strict);
    expect(verdict.ok && verdict.url.href).toBe(href);
  });

  it("refuses any spelling of our own host and port, whatever the scheme", () => {
    const rule = strictRule({ allowHttp: true, ownListeners: [{ host: "desk.example.com", port: 8443 }] });
    expect(checkTargetUrl("http://desk.example.com:8443/", rule)).toMatchObject({ code: "own_service" });
    expect(checkTargetUrl("https://desk.example.com/", rule)).toMatchObject({ ok: true });
  });

  it("accepts http and allowed ranges when they were widened", () => {
    const rule = testRule();
    expect(checkTargetUrl("http://127.0.0.2:9000/", rule).ok).toBe(true);
    expect(checkTargetUrl("http://127.0.0.3:9000/", rule)).toMatchObject({ code: "address_not_allowed" });
    expect(checkTargetUrl("http://localhost:9000/", rule)).toMatchObject({ code: "host_not_allowed" });
  });
});

describe("checkTargetUrl in local mode", () => {
  it.each([
    "http://localhost:4000/x",
    "http://app.localhost:4000/",
    "http://127.0.0.1:5432/",
    "http://[::1]:6379/",
    "http://127.1:8080/",
  ])("allows %s", (url) => {
    expect(checkTargetUrl(url, local).ok).toBe(true);
  });

  const ports = [3000, 3001, 8288, 45678];
  const names = [
    "localhost",
    "a.localhost",
    "127.0.0.1",
    "127.0.0.2",
    "2130706433",
    "0x7f.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
  ];
  it.each(names)("refuses our own ports under the name %s, and no other", (name) => {
    for (const port of ports)
      for (const scheme of ["http", "https"])
        expect(checkTargetUrl(`${scheme}://${name}:${port}/api`, local)).toMatchObject({
          code: "own_service",
        });
    expect(checkTargetUrl(`http://${name}:3002/`, local).ok).toBe(true);
  });

  it("refuses our own ports under this machine's address in the network, where that is allowed", () => {
    const address = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === "IPv4")?.address;
    const rule = { ...local, allowCidrs: [parseCidr(`${address}/32`)] };
    expect(checkTargetUrl(`http://${address}:45678/`, rule)).toMatchObject({ code: "own_service" });
  });

  it("refuses a database elsewhere by its name", () => {
    const elsewhere = {
      APP_URL: "https://desk.example.com",
      PORT: 3000,
      DATABASE_URL: "postgres://db.example.com/replify",
      DATABASE_DIRECT_URL: "postgres://direct.example.com/replify",
    };
    const rule = strictRule({ allowHttp: true, allowLoopback: true, ownListeners: ownListeners(elsewhere) });
    expect(checkTargetUrl("http://db.example.com:5432/", rule)).toMatchObject({ code: "own_service" });
    expect(checkTargetUrl("http://direct.example.com:5432/", rule)).toMatchObject({ code: "own_service" });
    expect(checkTargetUrl("http://db.example.com:8080/", rule).ok).toBe(true);
  });

  it.each(["http://192.168.1.1/", "http://169.254.169.254/", "http://0.0.0.0:3001/", "http://[::]:3001/"])(
    "still refuses %s",
    (url) => {
      expect(checkTargetUrl(url, local)).toMatchObject({ code: "address_not_allowed" });
    },
  );

  it("still refuses system ports and metadata names", () => {
    expect(checkTargetUrl("http://localhost:22/", local)).toMatchObject({ code: "port_not_allowed" });
    expect(checkTargetUrl("http://metadata.google.internal/", local)).toMatchObject({
      code: "host_not_allowed",
    });
  });
});

describe("checkTargetUrl with anything", () => {
  it("never throws, and every refusal tells what to do", () => {
    const inputs = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.webUrl(),
      fc.string().map((text) => `https://${text}`),
    );
    fc.assert(
      fc.property(inputs, (input) => {
        const verdict = checkTargetUrl(input, strict);
        expect(verdict.ok || /\. .+\.$|\.$/.test(verdict.message)).toBe(true);
      }),
    );
  });

  it("gives the same verdict on its own normalised URL", () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ["https"], withQueryParameters: true }), (input) => {
        const first = checkTargetUrl(input, strict);
        fc.pre(first.ok);
        expect(first.ok && checkTargetUrl(first.url.href, strict)).toEqual(first);
      }),
    );
  });

  it("refuses every private IPv4 address in decimal, octal and hexadecimal", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const privates = fc.tuple(fc.constantFrom(10, 127, 0), octet, octet, octet);
    fc.assert(
      fc.property(privates, (octets) => {
        const number = octets.reduce((sum, part) => sum * 256 + part, 0);
        const hosts = [
          octets.map((part) => `0x${part.toString(16)}`).join("."),
          octets.map((part) => `0${part.toString(8)}`).join("."),
          String(number),
          `0x${number.toString(16)}`,
          octets.map((part) => [...String(part)].map((digit) => `%3${digit}`).join("")).join("."),
        ];
        for (const host of hosts) {
          expect(checkTargetUrl(`https://${host}/`, strict)).toMatchObject({ code: "address_not_allowed" });
        }
      }),
    );
  });
});
