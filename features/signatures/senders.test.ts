import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sender } from "@/db/enums";
import { repeatedHeader } from "@/lib/single-headers";
import { diagnoseSignature } from "./diagnose";
import type { SignedRequest } from "./schemes/scheme";
import { SCHEMES } from "./schemes/schemes";
import { verifySignature } from "./verify";

const NOW = 1_790_000_000;
const URL = "https://desk.example/api/incoming/abc?source=a%20b&to=x%3Ay";
const SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
const OTHER = "another-secret-altogether-0123456";
const JSON_BODY = Buffer.from(
  '{"id":"evt_1","event_id":"LtWXD3crgy","event":{"id":"01DF0R5"},"text":"Dána"}',
);
const FORM = "application/x-www-form-urlencoded";
const ed25519 = generateKeyPairSync("ed25519");
const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });

interface Sending {
  secret: string;
  /** Unix seconds. */
  at: number;
}

/** A request as the documentation of its sender says, written apart from our code. */
interface Case {
  sender: Sender;
  /** What the webhook is given; the secret itself unless the sender has a key of its own. */
  secret?: string;
  body?: Buffer;
  type?: string;
  url?: string;
  headers(sending: Sending, body: Buffer): Record<string, string>;
  /** Whether a changed body is noticed; what isn't, the form warns of. */
  protectsBody?: false;
  /** Whether the time is signed. */
  isTimed?: true;
  /** How old a request may be. */
  oldest?: number;
}

const hmac = (algorithm: string, secret: string, ...parts: (string | Buffer)[]) => {
  const digest = createHmac(algorithm, secret);
  for (const part of parts) digest.update(part);
  return digest;
};
const hex = (secret: string, ...parts: (string | Buffer)[]) => hmac("sha256", secret, ...parts).digest("hex");
const base64 = (secret: string, ...parts: (string | Buffer)[]) =>
  hmac("sha256", secret, ...parts).digest("base64");

const MAILGUN_TOKEN = "e0b5477167110d68991efc6b9f89f0a11066af27834600e123";
const mailgunFields = (secret: string, at: number): [string, string][] => [
  ["timestamp", String(at)],
  ["token", MAILGUN_TOKEN],
  ["signature", hex(secret, String(at), MAILGUN_TOKEN)],
];
const multipart = (fields: [string, string][]) =>
  Buffer.from(
    `${fields
      .map(([name, value]) => `--b0\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join(
        "",
      )}--b0\r\nContent-Disposition: form-data; name="attachment-1"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x01\r\n--b0--\r\n`,
  );

const CASES: Case[] = [
  {
    sender: "github",
    headers: ({ secret }, body) => ({ "x-hub-signature-256": `sha256=${hex(secret, body)}` }),
  },
  {
    sender: "github",
    type: FORM,
    body: Buffer.from("payload=%7B%22action%22%3A%22opened%22%7D"),
    headers: ({ secret }, body) => ({ "x-hub-signature-256": `sha256=${hex(secret, body)}` }),
  },
  {
    sender: "gitlab",
    protectsBody: false,
    headers: ({ secret }) => ({ "x-gitlab-token": secret, "x-gitlab-event": "Issue Hook" }),
  },
  {
    sender: "stripe",
    isTimed: true,
    headers: ({ secret, at }, body) => ({
      "stripe-signature": `t=${at},v1=${hex(secret, `${at}.`, body)},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39`,
    }),
  },
  {
    sender: "slack",
    type: FORM,
    isTimed: true,
    body: Buffer.from("token=x&command=%2Fticket&text=The+printer+is+on+fire&user_id=U2147483697"),
    headers: ({ secret, at }, body) => ({
      "x-slack-request-timestamp": String(at),
      "x-slack-signature": `v0=${hex(secret, `v0:${at}:`, body)}`,
    }),
  },
  { sender: "shopify", headers: ({ secret }, body) => ({ "x-shopify-hmac-sha256": base64(secret, body) }) },
  {
    sender: "woocommerce",
    headers: ({ secret }, body) => ({
      "x-wc-webhook-topic": "order.created",
      "x-wc-webhook-signature": base64(secret, body),
      "x-wc-webhook-delivery-id": "26dec51c3dc4e2e5a5a3b6b9e3a2c7d1",
    }),
  },
  {
    sender: "sentry",
    headers: ({ secret, at }, body) => ({
      "request-id": "1a2b3c",
      "sentry-hook-resource": "issue",
      "sentry-hook-timestamp": String(at),
      "sentry-hook-signature": hex(secret, body),
    }),
  },
  {
    sender: "pagerduty",
    // While its secret is rotated there are two.
    headers: ({ secret }, body) => ({
      "x-pagerduty-signature": `v1=${hex("the one before", body)},v1=${hex(secret, body)}`,
    }),
  },
  {
    sender: "typeform",
    headers: ({ secret }, body) => ({ "typeform-signature": `sha256=${base64(secret, body)}` }),
  },
  {
    sender: "linear",
    headers: ({ secret }, body) => ({
      "linear-delivery": "234d1a4e-b617-4388-90fe-adc3633d6b72",
      "linear-event": "Issue",
      "linear-signature": hex(secret, body),
    }),
  },
  {
    sender: "zendesk",
    isTimed: true,
    headers: ({ secret, at }, body) => {
      const time = new Date(at * 1000).toISOString().replace(".000Z", "Z");
      return {
        "x-zendesk-webhook-signature-timestamp": time,
        "x-zendesk-webhook-signature": base64(secret, time, body),
      };
    },
  },
  {
    sender: "intercom",
    headers: ({ secret }, body) => ({
      "x-hub-signature": `sha1=${hmac("sha1", secret, body).digest("hex")}`,
    }),
  },
  {
    sender: "hubspot",
    isTimed: true,
    headers: ({ secret, at }, body) => ({
      "x-hubspot-request-timestamp": String(at * 1000),
      // %3A is signed as the colon that it stands for; %20 stays.
      "x-hubspot-signature-v3": base64(
        secret,
        "POST",
        "https://desk.example/api/incoming/abc?source=a%20b&to=x:y",
        body,
        String(at * 1000),
      ),
    }),
  },
  {
    sender: "twilio",
    type: FORM,
    body: Buffer.from(
      "To=%2B18005551212&From=%2B14158675310&CallSid=CA1234567890ABCDE&Digits=1234&Caller=%2B14158675310",
    ),
    headers: ({ secret }, body) => {
      const fields = [...new URLSearchParams(body.toString()).entries()].toSorted(([a], [b]) =>
        a < b ? -1 : 1,
      );
      const signed = URL + fields.flat().join("");
      return { "x-twilio-signature": hmac("sha1", secret, signed).digest("base64") };
    },
  },
  {
    sender: "twilio",
    url: `https://desk.example/api/incoming/abc?bodySHA256=${createHash("sha256").update(JSON_BODY).digest("hex")}`,
    headers: ({ secret }, body) => {
      const digest = createHash("sha256").update(body).digest("hex");
      const signed = `https://desk.example/api/incoming/abc?bodySHA256=${digest}`;
      return { "x-twilio-signature": hmac("sha1", secret, signed).digest("base64") };
    },
  },
  {
    sender: "postmark",
    protectsBody: false,
    headers: ({ secret }) => ({
      authorization: `Basic ${Buffer.from(`postmark:${secret}`).toString("base64")}`,
    }),
  },
  {
    sender: "sendgrid",
    isTimed: true,
    secret: p256.publicKey.export({ format: "der", type: "spki" }).toString("base64"),
    headers: ({ at, secret }, body) => {
      const key =
        secret === OTHER ? generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey : p256.privateKey;
      return {
        "x-twilio-email-event-webhook-timestamp": String(at),
        "x-twilio-email-event-webhook-signature": sign(
          "sha256",
          Buffer.concat([Buffer.from(String(at)), body]),
          key,
        ).toString("base64"),
      };
    },
  },
  {
    sender: "alertmanager",
    protectsBody: false,
    headers: ({ secret }) => ({ authorization: `Bearer ${secret}` }),
  },
  {
    sender: "grafana",
    headers: ({ secret }, body) => ({ "x-grafana-alerting-signature": hex(secret, body) }),
  },
  {
    sender: "grafana",
    isTimed: true,
    headers: ({ secret, at }, body) => ({
      "x-grafana-alerting-signature": hex(secret, `${at}:`, body),
      "x-grafana-alerting-signature-timestamp": String(at),
    }),
  },
  {
    sender: "discord",
    isTimed: true,
    secret: ed25519.publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex"),
    headers: ({ at, secret }, body) => {
      const key = secret === OTHER ? generateKeyPairSync("ed25519").privateKey : ed25519.privateKey;
      return {
        "x-signature-timestamp": String(at),
        "x-signature-ed25519": sign(null, Buffer.concat([Buffer.from(String(at)), body]), key).toString(
          "hex",
        ),
      };
    },
  },
  {
    sender: "zoom",
    isTimed: true,
    headers: ({ secret, at }, body) => ({
      "x-zm-request-timestamp": String(at),
      "x-zm-signature": `v0=${hex(secret, `v0:${at}:`, body)}`,
    }),
  },
  {
    sender: "trello",
    headers: ({ secret }, body) => ({
      "x-trello-webhook": hmac("sha1", secret, body, URL).digest("base64"),
    }),
  },
];

function request(one: Case, sending: Partial<Sending> = {}): SignedRequest {
  const body = one.body ?? JSON_BODY;
  const made = one.headers({ secret: SECRET, at: NOW, ...sending }, body);
  return {
    headers: { "content-type": one.type ?? "application/json", ...made },
    body,
    url: one.url ?? URL,
  };
}

function verify(one: Pick<Case, "sender" | "secret">, sent: SignedRequest) {
  const rule = { scheme: one.sender, secrets: [one.secret ?? SECRET], requireTimestamp: false };
  return verifySignature(sent, rule, NOW * 1000);
}

function diagnose(one: Case, sent: SignedRequest) {
  const rule = { scheme: one.sender, secrets: [one.secret ?? SECRET], requireTimestamp: false };
  return diagnoseSignature(sent, rule, NOW * 1000);
}

describe.each(CASES)("$sender $type", (one) => {
  test("is taken as its sender makes it", async () => {
    expect(verify(one, request(one))).toMatchObject({ isValid: true, secretIndex: 0 });
    expect(await diagnose(one, request(one))).toMatchObject({
      isAccepted: true,
      mistakes: [],
      suggestion: null,
    });
  });

  test("is refused with another credential, and the debugger says so", async () => {
    const forged = request(one, { secret: OTHER });
    expect(verify(one, forged)).toMatchObject({ isValid: false, problem: "bad_signature" });
    const { isAccepted, verdict, suggestion } = await diagnose(one, forged);
    expect(isAccepted).toBe(false);
    expect(suggestion).toBeNull();
    expect(verdict.length).toBeGreaterThan(20);
  });

  test("is refused without its header, with a reason that names it", () => {
    const { headers, ...rest } = request(one);
    const bare = { ...rest, headers: { "content-type": headers["content-type"] ?? "" } };
    expect(verify(one, bare)).toMatchObject({
      problem: "missing_signature",
      detail: expect.stringContaining(SCHEMES[one.sender].header),
    });
  });

  test("says by a warning what of it may change unseen, and refuses each other change", () => {
    const sent = request(one);
    const isProtected = one.protectsBody !== false;
    expect(SCHEMES[one.sender].warning === undefined).toBe(isProtected);
    fc.assert(
      fc.property(fc.nat(sent.body.length - 1), fc.integer({ min: 1, max: 255 }), (index, by) => {
        const body = Buffer.from(sent.body);
        body[index] = ((body[index] ?? 0) + by) % 256;
        // What says the same to a reader of forms is the same.
        const isSame =
          one.sender === "twilio" &&
          one.type === FORM &&
          new URLSearchParams(body.toString()).toString() ===
            new URLSearchParams(sent.body.toString()).toString();
        fc.pre(!isSame);
        expect(verify(one, { ...sent, body }).isValid).toBe(!isProtected);
      }),
    );
  });

  test("is refused when its time is off, if that is signed", () => {
    const old = request(one, { at: NOW - 301 });
    const isLate = verify(one, old);
    if (one.isTimed) expect(isLate).toMatchObject({ problem: "stale_timestamp" });
    else expect(isLate).toMatchObject({ isValid: true });
    if (one.isTimed) expect(verify(one, request(one, { at: NOW + 301 })).isValid).toBe(false);
  });

  test("its signature may not come twice", () => {
    for (const name of Object.keys(request(one).headers))
      if (name in SCHEMES[one.sender].recipe.headers)
        expect(repeatedHeader([name, "a", name, "b"])).toBe(name);
    const { header } = SCHEMES[one.sender];
    expect(repeatedHeader([header, "a", header, "b"])).toBe(header.toLowerCase());
  });

  test("no header and no body make it throw", () => {
    const names = Object.keys(request(one).headers);
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.oneof(
          fc.string(),
          fc.constantFrom("", "none", "t=1,v1=", "Basic ====", "Basic OQ==", "x".repeat(50_000)),
        ),
        fc.oneof(fc.constant(null), fc.uint8Array({ maxLength: 300 })),
        (name, value, bytes) => {
          const sent = request(one);
          const headers = { ...sent.headers, [name]: value };
          const body = bytes === null ? sent.body : Buffer.from(bytes);
          expect(() => verify(one, { ...sent, headers, body })).not.toThrow();
        },
      ),
    );
  });
});

describe("mailgun", () => {
  const mailgun = { sender: "mailgun" as const };
  const json = (secret: string, at: number) => ({
    headers: { "content-type": "application/json" },
    body: Buffer.from(
      JSON.stringify({
        signature: Object.fromEntries(mailgunFields(secret, at)),
        "event-data": { event: "failed" },
      }),
    ),
  });
  const form = (secret: string, at: number) => ({
    headers: { "content-type": FORM },
    body: Buffer.from(new URLSearchParams([...mailgunFields(secret, at), ["subject", "Fire"]]).toString()),
  });
  const mail = (secret: string, at: number) => ({
    headers: { "content-type": "multipart/form-data; boundary=b0" },
    body: multipart([...mailgunFields(secret, at), ["subject", "Fire"]]),
  });

  test.each([
    ["an event", json],
    ["mail", form],
    ["mail with a file", mail],
  ])("%s is taken, and refused with another key, or when it is too old", (_, make) => {
    expect(verify(mailgun, make(SECRET, NOW))).toMatchObject({ isValid: true, timestamp: NOW });
    expect(verify(mailgun, make(OTHER, NOW))).toMatchObject({ problem: "bad_signature" });
    expect(verify(mailgun, make(SECRET, NOW - 11 * 3600))).toMatchObject({ isValid: true });
    expect(verify(mailgun, make(SECRET, NOW - 13 * 3600))).toMatchObject({ problem: "stale_timestamp" });
    expect(verify(mailgun, make(SECRET, NOW + 301))).toMatchObject({ problem: "stale_timestamp" });
    expect(verify(mailgun, { headers: make(SECRET, NOW).headers, body: Buffer.from("{}") })).toMatchObject({
      problem: "missing_signature",
    });
  });

  test("JSON of anybody's that is longer than an event is not even read", () => {
    const { headers, body } = json(SECRET, NOW);
    const long = Buffer.concat([body.subarray(0, -1), Buffer.from(`,"a":"${"x".repeat(256 * 1024)}"}`)]);
    expect(verify(mailgun, { headers, body: long })).toMatchObject({
      problem: "missing_signature",
      detail: expect.stringContaining("256 KiB"),
    });
    const before = process.cpuUsage();
    for (const part of ["[", '{"":', "{},"])
      for (const times of [50_000, 5_000_000])
        expect(verify(mailgun, { headers, body: Buffer.from(part.repeat(times)) })).toMatchObject({
          problem: "missing_signature",
        });
    const { user, system } = process.cpuUsage(before);
    // Of the processor, whatever else it does meanwhile.
    expect((user + system) / 1_000).toBeLessThan(5_000);
  });

  test("a changed body is not noticed, which the form says; a second one with the token is", () => {
    expect(SCHEMES.mailgun.warning).toContain("a changed body is not noticed");
    const one = verify(mailgun, form(SECRET, NOW));
    const changed = { ...form(SECRET, NOW), body: Buffer.from(`${form(SECRET, NOW).body.toString()}x`) };
    const two = verify(mailgun, changed);
    expect(one.isValid && two.isValid && one.proof === two.proof).toBe(true);
  });
});

test("a key that is none accepts nothing, and the reason says what to do", () => {
  for (const sender of ["discord", "sendgrid"] as const) {
    const one = CASES.find((known) => known.sender === sender);
    if (!one) throw new Error("no case");
    for (const secret of ["", SECRET, randomBytes(32).toString("base64")])
      expect(verify({ sender, secret }, request(one))).toMatchObject({
        problem: "bad_signature",
        detail: expect.stringContaining("no public key"),
      });
  }
});

describe("HubSpot's signature", () => {
  const signed = (url: string, signature: string, at: number) => ({
    url,
    body: Buffer.from("{'example_field':'example_value'}"),
    headers: { "x-hubspot-request-timestamp": String(at), "x-hubspot-signature-v3": signature },
  });

  // https://github.com/HubSpot/hubspot-api-python/blob/master/tests/spec/utils/test_signature.py
  test("of HubSpot's own tests is taken", () => {
    const at = 1_693_657_560_000;
    const rule = {
      scheme: "hubspot" as const,
      secrets: ["yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"],
      requireTimestamp: false,
    };
    const sent = signed(
      "https://www.example.com/webhook_uri",
      "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=",
      at,
    );
    expect(verifySignature(sent, rule, at)).toMatchObject({ isValid: true });
    expect(verifySignature({ ...sent, url: `${sent.url}/` }, rule, at)).toMatchObject({ isValid: false });
  });

  // The table of https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
  test("is over an address in which just the twelve codes of its documentation are read", () => {
    const table = "%3A: %2F/ %3F? %40@ %21! %24$ %27' %28( %29) %2A* %2C, %3B;".split(" ");
    const read = new Map(table.map((entry) => [entry.slice(0, 3), entry.slice(3)]));
    const base = "https://desk.example/api/incoming/abc?to=";
    const at = NOW * 1000;
    for (let code = 0x20; code < 0x100; code++) {
      const written = `%${code.toString(16).toUpperCase()}`;
      for (const sentAs of [written, written.toLowerCase()]) {
        const meant = `${base}${read.get(written) ?? sentAs}`;
        const one = signed(base + sentAs, "", at);
        const signature = base64(SECRET, "POST", meant, one.body, String(at));
        expect(verify({ sender: "hubspot" }, signed(one.url, signature, at)), sentAs).toMatchObject({
          isValid: true,
        });
      }
    }
  });
});
