import { sql } from "drizzle-orm";
import {
  boolean,
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
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment } from "@/db/columns";
import {
  ATTEMPT_TRIGGERS,
  DELIVERY_STATES,
  DELIVERY_STATUSES,
  type DeliveryState,
  type DeliveryStatus,
} from "@/db/enums";
import { oneOf } from "@/db/one-of";
import { deliveryFormatEnum } from "@/db/schema/subscriptions";

export const deliveryStatusEnum = pgEnum("delivery_status", DELIVERY_STATUSES);
export const attemptTriggerEnum = pgEnum("attempt_trigger", ATTEMPT_TRIGGERS);

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

function literal(status: DeliveryStatus) {
  return sql.raw(`'${status}'`);
}

function isIn(state: DeliveryState) {
  return sql`status ${oneOf(DELIVERY_STATES[state])}`;
}

/**
 * The log line of one event for one subscription: written when it is made, and once more with each attempt. What an attempt changes on the way
 * to success stands in no index, so that Postgres can keep the new row beside the old one (HOT) and leaves every index as it is.
 */
export const deliveries = pgTable(
  "deliveries",
  {
    id: id(),
    // No foreign keys: subscriptions keep their row, one statement makes an event and its deliveries, and pruning takes them from the end. Each
    // would be a look-up per delivery, and in the way of dropping a month of the log as a partition by id.
    organizationId: integer().notNull(),
    subscriptionId: uuid().notNull(),
    eventId: uuid().notNull(),
    eventType: text().notNull(),
    /** How its receiver knows the type, where that is by another name. */
    eventName: text(),
    /** That of its subscription when it was made: its bytes don't change with later settings. */
    format: deliveryFormatEnum().notNull().default("replify"),
    /** Never `sending`: what is being sent, its row of the queue says. */
    status: deliveryStatusEnum().notNull(),
    /** Its status while nothing is on its way and no success either, else null: for indexes that a success leaves alone. */
    undeliveredStatus: deliveryStatusEnum().generatedAlwaysAs(
      sql`case when ${isIn("undelivered")} then status end`,
    ),
    isTest: boolean().notNull().default(false),
    attemptCount: smallint().notNull().default(0),
    maxAttempts: smallint().notNull(),
    /** When the next attempt should start, for the reader; null once nothing more is planned. */
    nextAttemptAt: moment(),
    /** What the next attempt is: resends are not part of the schedule. */
    nextTrigger: attemptTriggerEnum().notNull().default("first"),
    /** Who pressed Resend, for the attempt it leads to. */
    requestedBy: integer(),
    lastStatusCode: smallint(),
    lastErrorClass: text(),
    lastDurationMs: integer(),
    createdAt: moment().notNull().defaultNow(),
    completedAt: moment(),
  },
  (t) => [
    unique("deliveries_event_subscription").on(t.eventId, t.subscriptionId),
    index("deliveries_organization").on(t.organizationId, t.id),
    // Status filters: most rows have succeeded and are found by the lists' own indexes, and what is open by the queue; these hold the others.
    index("deliveries_undelivered")
      .on(t.organizationId, t.undeliveredStatus, t.id)
      .where(sql`undelivered_status is not null`),
    // For the log of the Reply dialect, which lists no others.
    index("deliveries_reply_v3").on(t.organizationId, t.id).where(sql`format = 'reply_v3'`),
    index("deliveries_subscription").on(t.subscriptionId, t.id),
    index("deliveries_subscription_undelivered")
      .on(t.subscriptionId, t.undeliveredStatus, t.id)
      .where(sql`undelivered_status is not null`),
    check("deliveries_attempts", sql`attempt_count >= 0 and max_attempts >= 1`),
    check("deliveries_never_sending", sql`status <> ${literal("sending")}`),
    check("deliveries_done_has_end", sql`(${isIn("finished")}) = (completed_at is not null)`),
  ],
);

/**
 * The queue: a row for each delivery that waits for an attempt or is being sent, and for no other. Claims and leases touch this table alone.
 *
 * Order of locks: this row, then that of the delivery. Who has locked the delivery first may only try for this one (`skip locked`).
 */
export const openDeliveries = pgTable(
  "open_deliveries",
  {
    organizationId: integer().notNull(),
    deliveryId: uuid().notNull(),
    subscriptionId: uuid().notNull(),
    /** Whether its owner may still get it is asked at each claim. */
    eventType: text().notNull(),
    /** A person asked for the next attempt. */
    isManual: boolean().notNull().default(false),
    isSending: boolean().notNull().default(false),
    /** From when it may be claimed: the planned time of its next attempt, or the end of the lease while it is being sent. */
    dueAt: moment().notNull(),
    /** Of the claim that it is being sent by: only who knows it may record what came of it. */
    leaseId: uuid(),
    /** Leases that ran out, i.e. workers that died while sending this. */
    abandonedCount: smallint().notNull().default(0),
  },
  (t) => [
    // Also the order of the lists of what is open.
    primaryKey({ columns: [t.organizationId, t.deliveryId] }),
    // What is due at the same time, as held events are once their subscription is resumed, goes in the order in which it was made.
    index("open_deliveries_due").on(t.subscriptionId, t.isSending, t.isManual, t.dueAt, t.deliveryId),
    check("open_deliveries_sending_has_lease", sql`is_sending = (lease_id is not null)`),
  ],
);

/** One HTTP try. The request body is not kept: it is the event's envelope, the same bytes every time. */
export const attempts = pgTable(
  "attempts",
  {
    deliveryId: uuid().notNull(),
    number: smallint().notNull(),
    /** That of its delivery, for the list of a subscription's attempts. */
    subscriptionId: uuid().notNull(),
    trigger: attemptTriggerEnum().notNull(),
    requestedBy: integer(),
    startedAt: moment().notNull(),
    durationMs: integer().notNull(),
    statusCode: smallint(),
    success: boolean().notNull(),
    errorClass: text(),
    errorMessage: text(),
    url: text().notNull(),
    requestHeaders: jsonb().$type<Record<string, string>>().notNull(),
    responseHeaders: jsonb().$type<Record<string, string>>(),
    responseBody: bytea(),
    responseTruncated: boolean().notNull().default(false),
    timings: jsonb().$type<Record<string, number | null>>(),
  },
  (t) => [
    primaryKey({ columns: [t.deliveryId, t.number] }),
    index("attempts_subscription").on(t.subscriptionId, t.startedAt),
  ],
);
