import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment, timestamps } from "@/db/columns";
import { SUBSCRIPTION_LEVELS, SUBSCRIPTION_STATUSES } from "@/db/enums";
import { organizations, users } from "@/db/schema/organizations";

export const subscriptionStatusEnum = pgEnum("subscription_status", SUBSCRIPTION_STATUSES);
export const subscriptionLevelEnum = pgEnum("subscription_level", SUBSCRIPTION_LEVELS);

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
    eventTypes: text().array().notNull(),
    status: subscriptionStatusEnum().notNull().default("active"),
    /** Why it is paused or disabled, for the admin. */
    statusReason: text(),
    statusChangedAt: moment(),
    secretCiphertext: text().notNull(),
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
    index("subscriptions_organization").on(t.organizationId, t.id),
    index("subscriptions_creator").on(t.createdBy),
    check("subscriptions_event_types_not_empty", sql`cardinality(${t.eventTypes}) > 0`),
    check("subscriptions_secret_not_empty", sql`length(${t.secretCiphertext}) > 0`),
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
