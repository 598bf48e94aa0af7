import { SIGNATURE_SCHEMES, type SignatureScheme } from "@/db/enums";
import { ownValue } from "@/lib/own-path";
import type { SignatureProblem, SignedRequest } from "./verify";

/** What a request claims: HMAC-SHA256 over `prefix` and `body` is one of `signatures`. */
export interface Signed {
  /** What stands before the body in the signed bytes, such as `<timestamp>.`. */
  prefix: string;
  body: Buffer;
  signatures: Buffer[];
  /** Unix seconds; null when none was sent or the scheme has none. */
  timestamp: number | null;
}

/** The sender's own id of what it sends, by which its repeats are known. */
export interface EventId {
  value: string;
  /** The header that says it, which not every scheme signs. Null: it stands in the signed body, where only the sender can have put it. */
  header: string | null;
}

interface Scheme {
  /** As people know it. */
  label: string;
  /** Of the header with the signature, as its documentation writes it. */
  header: string;
  /** Reads the headers; the secret plays no part yet. */
  read(request: SignedRequest): Signed | { problem: SignatureProblem; detail: string };
  /** Asked only once the signature is known to be good: nobody else's body is parsed. */
  eventId(request: SignedRequest): EventId | null;
  /** The HMAC key behind a secret. */
  key(secret: string): Buffer;
}

const MAX_SIGNATURES = 5;
const HEX = /^[0-9a-f]{64}$/;
const BASE64 = /^[A-Za-z0-9+/]{43}=$/;
const UNIX_SECONDS = /^\d{1,12}$/;

const utf8 = (secret: string) => Buffer.from(secret, "utf8");

export const SCHEMES: Record<SignatureScheme, Scheme> = {
  replify: {
    label: "Replify",
    header: "X-Replify-Signature",
    read({ headers, body }) {
      const header = headers["x-replify-signature"];
      if (!header) return missing("X-Replify-Signature");
      if (!/^sha256=[0-9a-f]{64}$/.test(header)) return malformed("sha256= and 64 lower-case hex digits");
      const timestamp = headers["x-replify-timestamp"];
      if (timestamp !== undefined && !UNIX_SECONDS.test(timestamp))
        return badTimestamp("X-Replify-Timestamp");
      return {
        prefix: timestamp === undefined ? "" : `${timestamp}.`,
        body,
        signatures: [Buffer.from(header.slice("sha256=".length), "hex")],
        timestamp: timestamp === undefined ? null : Number(timestamp),
      };
    },
    eventId: ({ headers }) => named(headers, "X-Replify-Delivery-Id"),
    key: utf8,
  },

  // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
  standard_webhooks: {
    label: "Standard Webhooks",
    header: "webhook-signature",
    read({ headers, body }) {
      const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": header } = headers;
      if (!header) return missing("webhook-signature");
      if (!id) return malformed("a webhook-id header beside the signature");
      if (!timestamp || !UNIX_SECONDS.test(timestamp)) return badTimestamp("webhook-timestamp");
      const signatures = valuesOf(header.split(" "), "v1,", BASE64, "base64");
      if (!signatures) return malformed("v1, and a base64 digest, several separated by spaces");
      return { prefix: `${id}.${timestamp}.`, body, signatures, timestamp: Number(timestamp) };
    },
    eventId: ({ headers }) => named(headers, "webhook-id"),
    key: (secret) =>
      secret.startsWith("whsec_") ? Buffer.from(secret.slice("whsec_".length), "base64") : utf8(secret),
  },

  // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
  github: {
    label: "GitHub",
    header: "X-Hub-Signature-256",
    read({ headers, body }) {
      const header = headers["x-hub-signature-256"];
      if (!header) return missing("X-Hub-Signature-256");
      if (!/^sha256=[0-9a-f]{64}$/.test(header)) return malformed("sha256= and 64 lower-case hex digits");
      return {
        prefix: "",
        body,
        signatures: [Buffer.from(header.slice("sha256=".length), "hex")],
        timestamp: null,
      };
    },
    eventId: ({ headers }) => named(headers, "X-GitHub-Delivery"),
    key: utf8,
  },

  // https://docs.stripe.com/webhooks/signature
  stripe: {
    label: "Stripe",
    header: "Stripe-Signature",
    read({ headers, body }) {
      const header = headers["stripe-signature"];
      if (!header) return missing("Stripe-Signature");
      const parts = header.split(",").map((part) => part.trim());
      const [timestamp, second] = parts.filter((part) => part.startsWith("t=")).map((part) => part.slice(2));
      if (!timestamp || second !== undefined || !UNIX_SECONDS.test(timestamp))
        return badTimestamp("t= in Stripe-Signature");
      const signatures = valuesOf(parts, "v1=", HEX, "hex");
      if (!signatures) return malformed("t=…,v1=…");
      return {
        prefix: `${timestamp}.`,
        body,
        signatures,
        timestamp: Number(timestamp),
      };
    },
    eventId: ({ body }) => textAt(body, "id"),
    key: utf8,
  },

  // https://docs.slack.dev/authentication/verifying-requests-from-slack
  slack: {
    label: "Slack",
    header: "X-Slack-Signature",
    read({ headers, body }) {
      const header = headers["x-slack-signature"];
      if (!header) return missing("X-Slack-Signature");
      if (!/^v0=[0-9a-f]{64}$/.test(header)) return malformed("v0= and 64 lower-case hex digits");
      const timestamp = headers["x-slack-request-timestamp"];
      if (!timestamp || !UNIX_SECONDS.test(timestamp)) return badTimestamp("X-Slack-Request-Timestamp");
      return {
        prefix: `v0:${timestamp}:`,
        body,
        signatures: [Buffer.from(header.slice("v0=".length), "hex")],
        timestamp: Number(timestamp),
      };
    },
    eventId: ({ body }) => textAt(body, "event_id"),
    key: utf8,
  },

  // https://shopify.dev/docs/apps/build/webhooks/subscribe/https
  shopify: {
    label: "Shopify",
    header: "X-Shopify-Hmac-Sha256",
    read({ headers, body }) {
      const header = headers["x-shopify-hmac-sha256"];
      if (!header) return missing("X-Shopify-Hmac-Sha256");
      if (!BASE64.test(header)) return malformed("a base64 digest");
      return {
        prefix: "",
        body,
        signatures: [Buffer.from(header, "base64")],
        timestamp: null,
      };
    },
    // One act of a merchant may be told under several topics, all with one id.
    eventId({ headers }) {
      const event = named(headers, "X-Shopify-Event-Id");
      const topic = headers["x-shopify-topic"] ?? "";
      return event ? { ...event, value: `${topic}|${event.value}` } : named(headers, "X-Shopify-Webhook-Id");
    },
    key: utf8,
  },
};

/** The schemes, other than this one, whose signature header the request has. */
export function otherSchemes(headers: SignedRequest["headers"], scheme: SignatureScheme): SignatureScheme[] {
  return SIGNATURE_SCHEMES.filter((one) => one !== scheme && headers[SCHEMES[one].header.toLowerCase()]);
}

/** The digests that a list of `<prefix><digest>` holds; entries of other versions are passed over. Null without a single good one. */
function valuesOf(
  parts: string[],
  prefix: string,
  form: RegExp,
  encoding: "hex" | "base64",
): Buffer[] | null {
  const own = parts.filter((part) => part.startsWith(prefix)).map((part) => part.slice(prefix.length));
  if (own.length === 0 || own.length > MAX_SIGNATURES || !own.every((digest) => form.test(digest)))
    return null;
  return own.map((digest) => Buffer.from(digest, encoding));
}

function named(headers: SignedRequest["headers"], header: string): EventId | null {
  const value = headers[header.toLowerCase()];
  return value ? { value, header } : null;
}

/** A text at the top of a JSON body. */
function textAt(body: Buffer, field: string): EventId | null {
  try {
    const value = ownValue(JSON.parse(body.toString("utf8")), field);
    return typeof value === "string" ? { value, header: null } : null;
  } catch {
    return null;
  }
}

function missing(header: string) {
  return { problem: "missing_signature" as const, detail: `There is no ${header} header.` };
}

function malformed(expected: string) {
  return {
    problem: "malformed_signature" as const,
    detail: `The signature header is not as expected: ${expected}.`,
  };
}

function badTimestamp(where: string) {
  return { problem: "missing_timestamp" as const, detail: `${where} has to be a time in Unix seconds.` };
}
