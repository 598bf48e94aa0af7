import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment, timestamps } from "@/db/columns";
import {
  DELIVERY_FORMATS,
  SUBSCRIPTION_LEVELS,
  SUBSCRIPTION_STATUSES,
  SUBSCRIPTION_VERIFICATIONS,
} from "@/db/enums";
import { organizations, users } from "@/db/schema/organizations";
import { DIALECTS } from "@/lib/dialect";

export const subscriptionStatusEnum = pgEnum("subscription_status", SUBSCRIPTION_STATUSES);
export const subscriptionLevelEnum = pgEnum("subscription_level", SUBSCRIPTION_LEVELS);
export const subscriptionVerificationEnum = pgEnum("subscription_verification", SUBSCRIPTION_VERIFICATIONS);
export const subscriptionDialectEnum = pgEnum("subscription_dialect", DIALECTS);
export const deliveryFormatEnum = pgEnum("delivery_format", DELIVERY_FORMATS);

const jsonpath = customType<{ data: string }>({ dataType: () => "jsonpath" });

export const subscriptions = pgTable(
  "subscriptions",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    createdBy: integer()
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    name: text().notNull(),
    targetUrl: text().notNull(),
    /** Set while a new target has yet to answer the handshake: `targetUrl` goes on getting the events. */
    pendingTargetUrl: text(),
    /** The headers that go with it; null where the present ones do. */
    pendingHeadersCiphertext: text(),
    /** Names of the catalog, or wildcards. */
    eventTypes: text().array().notNull(),
    /** Type → the older name of it by which its owner asked for it, and knows it. */
    eventNames: jsonb().$type<Record<string, string>>(),
    format: deliveryFormatEnum().notNull().default("replify"),
    dialect: subscriptionDialectEnum(),
    /** Its id in a dialect whose ids are integers: 1, 2, … within the organization. */
    dialectId: integer(),
    /** Conditions on the event's data, as its owner wrote them. */
    filter: jsonb(),
    /** The same as Postgres evaluates it. */
    filterPath: jsonpath(),
    verification: subscriptionVerificationEnum().notNull().default("none"),
    verifiedAt: moment(),
    /** What came of the last handshake. */
    lastVerification: jsonb(),
    /** From when we may try the next one by ourselves; null while none is planned. */
    verificationDueAt: moment(),
    /** The value that the present target gave back in the handshake. */
    hookSecretCiphertext: text(),
    status: subscriptionStatusEnum().notNull().default("active"),
    /** Why it is paused or disabled, for the admin. */
    statusReason: text(),
    statusChangedAt: moment(),
    /** It was resumed, and somebody decides later what becomes of what it held then: the deliveries up to this id. Null: nothing is left to decide. */
    keptUpTo: uuid(),
    /** Null where nobody has a key: then nothing is signed. */
    secretCiphertext: text(),
    /** Who was shown the present secret, or gave it. */
    secretSeenBy: integer().references(() => users.id, { onDelete: "set null" }),
    previousSecretCiphertext: text(),
    previousSecretExpiresAt: moment(),
    subscriptionLevel: subscriptionLevelEnum().notNull().default("organization"),
    teamIds: integer().array().notNull().default([]),
    sequenceIds: bigint({ mode: "number" }).array().notNull().default([]),
    accountId: integer(),
    /** The schedule as chosen: a preset's name or `custom`. */
    retryPolicy: text().notNull().default("standard"),
    retryDelaysSeconds: integer().array().notNull(),
    /** Encrypted JSON object of extra request headers: they often hold the receiver's own credential. */
    headersCiphertext: text(),
    maxInFlight: smallint().notNull().default(32),
    /** Deleted subscriptions keep their row, so that their deliveries stay readable. */
    deletedAt: moment(),
    ...timestamps,
  },
  (t) => [
    // Programs make and delete them all the time, and the deleted ones stay.
    index("subscriptions_organization").on(t.organizationId, t.id).where(sql`deleted_at is null`),
    index("subscriptions_creator").on(t.createdBy),
    index("subscriptions_verification_due")
      .on(t.verificationDueAt)
      .where(sql`verification_due_at is not null`),
    uniqueIndex("subscriptions_dialect_id")
      .on(t.organizationId, t.dialectId)
      .where(sql`dialect_id is not null`),
    index("subscriptions_filtered")
      .on(t.organizationId)
      .where(sql`filter_path is not null and deleted_at is null`),
    check("subscriptions_event_types_not_empty", sql`cardinality(${t.eventTypes}) > 0`),
    check("subscriptions_secret_not_empty", sql`length(${t.secretCiphertext}) > 0`),
    check("subscriptions_filter", sql`(${t.filter} is null) = (${t.filterPath} is null)`),
    check("subscriptions_target_url_not_empty", sql`length(${t.targetUrl}) between 8 and 2048`),
    check("subscriptions_delays", sql`cardinality(${t.retryDelaysSeconds}) between 0 and 12`),
    check("subscriptions_max_in_flight", sql`${t.maxInFlight} between 1 and 256`),
  ],
);

/** What delivering has learnt about a target. A row of its own, so that every batch need not rewrite the wide one. */
export const subscriptionHealth = pgTable("subscription_health", {
  subscriptionId: uuid()
    .primaryKey()
    .references(() => subscriptions.id, { onDelete: "cascade" }),
  /** Attempts ever made. */
  attemptCount: bigint({ mode: "number" }).notNull().default(0),
  consecutiveFailures: integer().notNull().default(0),
  /** Start of the current run of nothing but failures. */
  failingSince: moment(),
  /** While in the future, the target gets only what a person asks for. */
  breakerOpenUntil: moment(),
  breakerTrips: smallint().notNull().default(0),
  lastDeliveryAt: moment(),
  lastSuccessAt: moment(),
});

/** Attempts per hour and target, counted as they are recorded, so that charts never scan the log. */
export const subscriptionStats = pgTable(
  "subscription_stats",
  {
    subscriptionId: uuid()
      .notNull()
      .references(() => subscriptions.id, { onDelete: "cascade" }),
    hour: moment().notNull(),
    succeeded: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    durationMs: bigint({ mode: "number" }).notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.subscriptionId, t.hour] })],
);
