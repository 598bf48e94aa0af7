import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCustomHeaders, deliveryHeaders, redactHeaders } from "./wire";

const PARTS = {
  format: "replify" as const,
  deliveryId: "0190aaaa-0000-7000-8000-000000000001",
  eventId: "0190aaaa-0000-7000-8000-000000000002",
  eventName: "ticket.created",
  hookSecret: null,
  hops: 1,
  hopsProof: "t=1,d=2,v1=3",
  attempt: 3,
  timestamp: 1_700_000_000,
  signatures: { "x-replify-signature": "sha256=ab", "webhook-signature": "v1,cd" },
};

describe("deliveryHeaders", () => {
  it("has exactly the published headers", () => {
    expect(deliveryHeaders(PARTS)).toEqual({
      "content-type": "application/json",
      "user-agent": "Replify-Webhooks/1.0",
      "x-replify-event": "ticket.created",
      "x-replify-delivery-id": PARTS.deliveryId,
      "x-replify-event-id": PARTS.eventId,
      "x-replify-timestamp": "1700000000",
      "x-replify-attempt": "3",
      "x-replify-hops": "1",
      "x-replify-hops-proof": "t=1,d=2,v1=3",
      "x-replify-signature": "sha256=ab",
      "webhook-id": PARTS.deliveryId,
      "webhook-timestamp": "1700000000",
      "webhook-signature": "v1,cd",
    });
  });

  it("adds custom headers, which can't replace ours in any spelling", () => {
    const custom = {
      "X-Tenant": "acme",
      "X-Replify-Event": "forged",
      "WEBHOOK-ID": "forged",
      "Content-Type": "text/plain",
    };
    expect(deliveryHeaders({ ...PARTS, custom })).toEqual({ ...deliveryHeaders(PARTS), "x-tenant": "acme" });
  });
});

describe("checkCustomHeaders", () => {
  it("accepts ordinary headers", () => {
    const headers = {
      Authorization: "Bearer abc",
      "X-Tenant": "acme: 1; q=0.5",
      "x_under.score": "a\tb",
      "X-Hook-Secret": "s",
    };
    expect(checkCustomHeaders(headers)).toEqual([]);
  });

  it.each([
    ..."Host Content-Length Transfer-Encoding Connection Cookie content-type User-Agent Accept-Encoding Expect".split(
      " ",
    ),
    ..."Keep-Alive Upgrade TE Trailer Proxy-Authorization X-Replify-Signature x-replify-anything WEBHOOK-ID".split(
      " ",
    ),
  ])("refuses %s, which is not the admin's to set", (name) => {
    expect(checkCustomHeaders({ [name]: "x" })).toEqual([
      { path: `headers.${name}`, message: expect.stringContaining("Choose another name") },
    ]);
  });

  it.each(["", "X Y", "X:Y", "X\r\nY", "Ü", "X\u0000", "(x)", "X\n"])("refuses the name %j", (name) => {
    expect(checkCustomHeaders({ [name]: "x" })).toHaveLength(1);
  });

  it.each(["", " ", "a\r\nX: y", "a\nb", "a\u0000b", "ü", " a", "a ", "a\u007f", "a\n"])(
    "refuses the value %j",
    (value) => {
      expect(checkCustomHeaders({ "X-A": value })).toEqual([
        { path: "headers.X-A", message: expect.any(String) },
      ]);
    },
  );

  it("refuses names that differ in case only, too many headers, and too much text", () => {
    expect(checkCustomHeaders({ "X-A": "1", "x-a": "2" })).toHaveLength(1);
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`x-${i}`, "v"]));
    expect(checkCustomHeaders(many)).toEqual([{ path: "headers", message: expect.stringContaining("20") }]);
    const long = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`x-${i}`, "v".repeat(2000)]));
    expect(checkCustomHeaders(long)).toEqual([
      { path: "headers", message: expect.stringContaining("8 KiB") },
    ]);
  });

  it("lets nothing through that could end a header line, wherever it is hidden", () => {
    const part = fc.stringMatching(/^[a-z]{0,5}$/);
    const breaker = fc.constantFrom("\r", "\n", "\r\n", "\0", "\u2028", "\u010a", "\u{1000a}");
    fc.assert(
      fc.property(part, breaker, part, (start, between, end) => {
        const text = `${start}${between}${end}`;
        expect(checkCustomHeaders({ [text]: "v" })).not.toEqual([]);
        expect(checkCustomHeaders({ "x-a": text })).not.toEqual([]);
      }),
    );
  });
});

describe("redactHeaders", () => {
  const redact = (custom: Record<string, string>) =>
    redactHeaders(deliveryHeaders({ ...PARTS, custom }), custom);

  it.each([
    ["Authorization", "Bearer sk_live_0123456789abcd", "Bearer ••••abcd"],
    ["Authorization", "Basic dXNlcjpwYXNzd29yZA==", "Basic ••••"],
    ["X-Api-Key", "0123456789abcd", "••••abcd"],
    ["X-Api-Key", "short", "••••"],
    ["X-Auth-Token", "0123456789abcd", "••••abcd"],
    ["X-Hook-Secret", "0123456789abcd", "••••abcd"],
    ["X-Custom", "token 0123456789abcd", "token ••••abcd"],
    ["X-Unknown", "5f2b8c1d9e7a4b3c", "••••4b3c"],
  ])("masks %s: %s", (name, value, expected) => {
    expect(redact({ [name]: value })[name.toLowerCase()]).toBe(expected);
  });

  it("leaves short ordinary values, our own headers and the signatures", () => {
    expect(redact({ "X-Tenant": "acme" })).toEqual({ ...deliveryHeaders(PARTS), "x-tenant": "acme" });
  });

  it("changes nothing but custom headers, and not its input", () => {
    const headers = deliveryHeaders({ ...PARTS, custom: { "X-Api-Key": "0123456789abcd" } });
    const before = { ...headers };
    const redacted = redactHeaders(headers, {
      "X-Api-Key": "0123456789abcd",
      "Webhook-Signature": "v1,forged",
    });
    expect(headers).toEqual(before);
    expect(redacted).toEqual({ ...before, "x-api-key": "••••abcd" });
  });
});
