import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment, timestamps } from "@/db/columns";
import { organizations } from "@/db/schema/organizations";

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** An address of ours that shows what it is sent, for whoever has no server yet. */
export const echoReceivers = pgTable(
  "echo_receivers",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** The last part of its address: random, but no credential. */
    key: text().notNull(),
    /** What it answers, and after how long. */
    answerStatus: smallint().notNull().default(200),
    retryAfterSeconds: integer(),
    delaySeconds: smallint().notNull().default(0),
    /** How many more requests get that answer; the rest get 200 at once. Null: all of them. */
    answersLeft: integer(),
    lastRequestAt: moment(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex("echo_receivers_key").on(t.key),
    index("echo_receivers_organization").on(t.organizationId, t.id),
    check("echo_receivers_key_length", sql`length(${t.key}) = 32`),
    check("echo_receivers_answers_left", sql`${t.answersLeft} >= 0`),
  ],
);

/** What an echo receiver was sent; only the newest are kept. */
export const echoRequests = pgTable(
  "echo_requests",
  {
    id: id(),
    organizationId: integer().notNull(),
    receiverId: uuid()
      .notNull()
      .references(() => echoReceivers.id, { onDelete: "cascade" }),
    /** What it was answered. */
    statusCode: smallint().notNull(),
    headers: jsonb().$type<Record<string, string>>().notNull(),
    /** The bytes as they came. */
    body: bytea().notNull(),
    /** Of headers, body and signatures. */
    keptBytes: integer().notNull(),
    /** Handed over by the worker itself; else it came over HTTP. */
    isDelivery: boolean().notNull(),
    ip: text(),
    /** Our delivery that its webhook-id names, and the type of its event. */
    deliveryId: uuid(),
    eventType: text(),
    /** What came of each signature in its headers, by the secrets of that moment. */
    signatures: jsonb().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [index("echo_requests_receiver").on(t.receiverId, t.id)],
);
