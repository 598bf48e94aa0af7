import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment, timestamps } from "@/db/columns";
import {
  INCOMING_ACTIONS,
  INCOMING_STATUSES,
  ON_CLOSED,
  REQUEST_RESULTS,
  SIGNATURE_SCHEMES,
} from "@/db/enums";
import { organizations, users } from "@/db/schema/organizations";
import { tickets } from "@/db/schema/tickets";
import type { GenericSignature } from "@/lib/generic-signature";

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

export const incomingWebhooks = pgTable(
  "incoming_webhooks",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    createdBy: integer()
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    /** The last part of its URL: random, but no credential. */
    key: text().notNull(),
    action: text({ enum: INCOMING_ACTIONS }).notNull(),
    signatureScheme: text({ enum: SIGNATURE_SCHEMES }).notNull().default("replify"),
    /** Of the generic scheme: how its sender signs. */
    signature: jsonb().$type<GenericSignature>(),
    requireTimestamp: boolean().notNull().default(false),
    secretCiphertext: text().notNull(),
    /** Who was shown the present secret, or gave it. */
    secretSeenBy: integer().references(() => users.id, { onDelete: "set null" }),
    previousSecretCiphertext: text(),
    previousSecretExpiresAt: moment(),
    previousSecretLastUsedAt: moment(),
    /** The end of the secret, by which people tell secrets apart. */
    secretHint: text().notNull().default(""),
    /** Field of the action → path into the payload. Empty: the payload has the action's own fields. */
    mapping: jsonb().$type<Record<string, string>>().notNull().default({}),
    /** Values for fields that the payload leaves out. */
    defaults: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** Only what fits these is acted on. */
    conditions: jsonb(),
    /** What the payload calls the thing that a ticket is about: a path or a template. */
    correlationKey: text(),
    /** In their order, each with its conditions and action; the first that fits counts. Empty: the webhook's own action. */
    rules: jsonb().$type<unknown[]>().notNull().default([]),
    /** For what no rule fits. */
    otherwise: jsonb(),
    /** Null: as the organization has it. */
    onClosed: text({ enum: ON_CLOSED }),
    allowedCidrs: text().array().notNull().default([]),
    status: text({ enum: INCOMING_STATUSES }).notNull().default("active"),
    /** While paused: keep requests for later instead of answering 503. */
    holdWhilePaused: boolean().notNull().default(false),
    /** Since when, by whom and why it is paused. */
    pausedAt: moment(),
    pausedBy: text(),
    pauseNote: text(),
    /** Resumed, but what it held is left alone until somebody decides. */
    keepsHeld: boolean().notNull().default(false),
    ratePerMinute: integer().notNull().default(600),
    /** New requests wait behind others. Said here, so that no call looks through the log; whoever works through the line takes it back. */
    hasWaiting: boolean().notNull().default(false),
    maxBodyBytes: integer().notNull().default(1_048_576),
    lastRequestAt: moment(),
    deletedAt: moment(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex("incoming_webhooks_key").on(t.key),
    index("incoming_webhooks_organization").on(t.organizationId, t.id),
    check("incoming_webhooks_secret_not_empty", sql`length(${t.secretCiphertext}) > 0`),
    check("incoming_webhooks_key_length", sql`length(${t.key}) >= 22`),
    check(
      "incoming_webhooks_signature",
      sql`(${t.signatureScheme} = 'generic') = (${t.signature} is not null)`,
    ),
  ],
);

/** One call that a webhook received, accepted or not. */
export const incomingRequests = pgTable(
  "incoming_requests",
  {
    id: id(),
    organizationId: integer().notNull(),
    webhookId: uuid()
      .notNull()
      .references(() => incomingWebhooks.id, { onDelete: "cascade" }),
    result: text({ enum: REQUEST_RESULTS }).notNull(),
    /** Why it was not accepted: bad_signature, stale_timestamp, … */
    reason: text(),
    detail: text(),
    statusCode: smallint().notNull(),
    answer: text().notNull(),
    headers: jsonb().$type<Record<string, string>>().notNull(),
    /** The bytes as they came. */
    body: bytea().notNull(),
    bodyBytes: integer().notNull(),
    /** Not for what was too large, nor for forgeries beyond their share of bytes. */
    isBodyKept: boolean().notNull().default(true),
    /** What counts against the quota: headers, query and body of a refused request that nobody is known to have signed. */
    refusedBytes: integer().notNull().default(0),
    /** When headers, query and body made room for those of newer requests. */
    droppedAt: moment(),
    /** What stood behind the address, from the question mark on: some senders sign it, too. */
    query: text().notNull().default(""),
    ip: text(),
    idempotencyKey: text(),
    /** That the webhook was set to when it came. */
    signatureScheme: text({ enum: SIGNATURE_SCHEMES }).notNull().default("replify"),
    /** Which of two secrets verified it. */
    secretUsed: text({ enum: ["current", "previous"] }),
    /** Of what waited: what was found while the secret that signed it was known, so that it is never verified again. Until it was processed. */
    repeatKeys: jsonb().$type<RepeatKeys>(),
    /** The same body was accepted before, without a key that would tell a replay from a repeat. */
    isPossibleReplay: boolean().notNull().default(false),
    hops: smallint().notNull().default(0),
    ticketId: uuid(),
    commentId: uuid(),
    chatId: uuid(),
    messageId: uuid(),
    /** Values that didn't fit, and what was done instead. */
    remarks: jsonb().$type<{ path: string; message: string }[]>(),
    /** For a duplicate: the request that did the work; for a key that was used before: the request that has it. */
    originalRequestId: uuid(),
    /** For a replay: the request that was run again. */
    replayOf: uuid(),
    /** Of one that waits: when it was last tried in vain. */
    processedAt: moment(),
    durationMs: integer().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    index("incoming_requests_webhook").on(t.webhookId, t.id),
    index("incoming_requests_result").on(t.webhookId, t.result, t.id),
    index("incoming_requests_reason").on(t.webhookId, t.reason, t.id).where(sql`reason is not null`),
    index("incoming_requests_held").on(t.webhookId, t.id).where(sql`result = 'held'`),
    index("incoming_requests_queued").on(t.webhookId, t.id).where(sql`result = 'queued'`),
    index("incoming_requests_chat").on(t.chatId, t.id).where(sql`chat_id is not null`).concurrently(),
    index("incoming_requests_ticket").on(t.ticketId).where(sql`ticket_id is not null`),
    index("incoming_requests_replay").on(t.replayOf).where(sql`replay_of is not null`),
    index("incoming_requests_ip").on(t.webhookId, t.ip).where(sql`ip is not null`),
    index("incoming_requests_key").on(t.webhookId, t.idempotencyKey).where(sql`idempotency_key is not null`),
    index("incoming_requests_created").on(t.createdAt),
    index("incoming_requests_refused").on(t.id).where(sql`refused_bytes > 0`),
    index("incoming_requests_refused_of").on(t.webhookId, t.id).where(sql`refused_bytes > 0`),
  ],
);

/** By what a request and its repeats are known. */
export interface RepeatKeys {
  /** The digest that was signed, which any copy has. */
  proof: string;
  /** With a signed time it is never the same for two requests; without one equal bodies have it, too. */
  isProofUnique: boolean;
  /** Whoever has one of these repeats the request. */
  copies: string[];
  /** Each belongs to the request that brought it first: with another body it says nothing. */
  names: { key: string; header: string }[];
  /** The digest of the body. */
  content: string;
}

/** The sums of refused_bytes, of each webhook and of all. A trigger keeps them, so that nobody adds up a log. */
export const incomingRefusedBytes = pgTable("incoming_refused_bytes", {
  /** `all`, or a webhook's id. */
  scope: text().primaryKey(),
  bytes: bigint({ mode: "number" }).notNull(),
});

/** Keys by which a sender's repeats are known, kept for a day and more. */
export const incomingRequestKeys = pgTable(
  "incoming_request_keys",
  {
    webhookId: uuid()
      .notNull()
      .references(() => incomingWebhooks.id, { onDelete: "cascade" }),
    key: text().notNull(),
    requestId: uuid().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.webhookId, t.key] }),
    index("incoming_request_keys_created").on(t.createdAt),
  ],
);

/** Which ticket a sender's thing is about, and which ticket goes on where another one was closed. */
export const incomingTicketKeys = pgTable(
  "incoming_ticket_keys",
  {
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    webhookId: uuid()
      .notNull()
      .references(() => incomingWebhooks.id, { onDelete: "cascade" }),
    key: text().notNull(),
    /** Null only within the transaction that makes the ticket. */
    ticketId: uuid().references(() => tickets.id, { onDelete: "cascade" }),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.webhookId, t.key] }),
    index("incoming_ticket_keys_webhook").on(t.webhookId),
    index("incoming_ticket_keys_ticket").on(t.ticketId),
  ],
);

/** Requests per hour and webhook, so that charts never scan the log. */
export const incomingWebhookStats = pgTable(
  "incoming_webhook_stats",
  {
    webhookId: uuid()
      .notNull()
      .references(() => incomingWebhooks.id, { onDelete: "cascade" }),
    hour: moment().notNull(),
    accepted: integer().notNull().default(0),
    duplicate: integer().notNull().default(0),
    rejected: integer().notNull().default(0),
    onPreviousSecret: integer().notNull().default(0),
    durationMs: bigint({ mode: "number" }).notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.webhookId, t.hour] })],
);
