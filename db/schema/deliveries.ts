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
  MANUAL_TRIGGERS,
} from "@/db/enums";
import { oneOf } from "@/db/one-of";
import { events } from "@/db/schema/events";
import { deliveryFormatEnum, subscriptions } from "@/db/schema/subscriptions";

export const deliveryStatusEnum = pgEnum("delivery_status", DELIVERY_STATUSES);
export const attemptTriggerEnum = pgEnum("attempt_trigger", ATTEMPT_TRIGGERS);

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

function isIn(state: DeliveryState) {
  return sql`status ${oneOf(DELIVERY_STATES[state])}`;
}

/** One event for one subscription: the outbox row, the queue entry and the log line in one. */
export const deliveries = pgTable(
  "deliveries",
  {
    id: id(),
    /** That of the subscription and the event, whose foreign keys vouch for it: a third check per row would only slow publishing. */
    organizationId: integer().notNull(),
    subscriptionId: uuid()
      .notNull()
      .references(() => subscriptions.id, { onDelete: "cascade" }),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: "cascade" }),
    eventType: text().notNull(),
    /** How its receiver knows the type, where that is by another name. */
    eventName: text(),
    /** That of its subscription when it was made: its bytes don't change with later settings. */
    format: deliveryFormatEnum().notNull().default("replify"),
    status: deliveryStatusEnum().notNull(),
    isTest: boolean().notNull().default(false),
    attemptCount: smallint().notNull().default(0),
    maxAttempts: smallint().notNull(),
    /** When the next attempt should start, for the reader; null once nothing more is planned. */
    nextAttemptAt: moment(),
    /** What the next attempt is: resends are not part of the schedule. */
    nextTrigger: attemptTriggerEnum().notNull().default("first"),
    /** Who pressed Resend, for the attempt it leads to. */
    requestedBy: integer(),
    /** From when the row may be claimed: the planned time of its next attempt, or the end of the lease while it is being sent. */
    dueAt: moment(),
    leaseGeneration: integer().notNull().default(0),
    /** Leases that ran out, i.e. workers that died while sending this. */
    abandonedCount: smallint().notNull().default(0),
    lastStatusCode: smallint(),
    lastErrorClass: text(),
    lastDurationMs: integer(),
    createdAt: moment().notNull().defaultNow(),
    completedAt: moment(),
  },
  (t) => [
    unique("deliveries_event_subscription").on(t.eventId, t.subscriptionId),
    index("deliveries_due").on(t.subscriptionId, t.dueAt).where(isIn("open")),
    index("deliveries_manual")
      .on(t.subscriptionId, t.dueAt)
      .where(sql`${isIn("open")} and next_trigger ${oneOf(MANUAL_TRIGGERS)}`),
    index("deliveries_sending").on(t.subscriptionId).where(isIn("sending")),
    index("deliveries_organization").on(t.organizationId, t.id),
    // Status filters: most rows have succeeded and are found by the lists' own indexes; these hold only the others.
    index("deliveries_open").on(t.organizationId, t.id).where(isIn("unfinished")),
    index("deliveries_unsuccessful").on(t.organizationId, t.status, t.id).where(isIn("unsuccessful")),
    // For the log of the Reply dialect, which lists no others.
    index("deliveries_reply_v3").on(t.organizationId, t.id).where(sql`format = 'reply_v3'`),
    index("deliveries_subscription").on(t.subscriptionId, t.id),
    index("deliveries_subscription_unsuccessful")
      .on(t.subscriptionId, t.status, t.id)
      .where(isIn("heldOrUnsuccessful")),
    check("deliveries_attempts", sql`attempt_count >= 0 and max_attempts >= 1`),
    check("deliveries_open_has_due", sql`status not ${oneOf(DELIVERY_STATES.open)} or due_at is not null`),
    check("deliveries_done_has_end", sql`(${isIn("finished")}) = (completed_at is not null)`),
  ],
);

/** One HTTP try. The request body is not kept: it is the event's envelope, the same bytes every time. */
export const attempts = pgTable(
  "attempts",
  {
    deliveryId: uuid()
      .notNull()
      .references(() => deliveries.id, { onDelete: "cascade" }),
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
