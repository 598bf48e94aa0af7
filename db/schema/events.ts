import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment, timestamps } from "@/db/columns";
import { organizations, users } from "@/db/schema/organizations";

/** A type of event that an organization has added to the catalog. */
export const customEventTypes = pgTable(
  "custom_event_types",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** The heading it stands under, in its owner's words. */
    group: text().notNull(),
    description: text().notNull(),
    /** JSON Schema 2020-12 of its data, as JSON text. */
    schema: text().notNull(),
    /** A data that fits, as JSON text. */
    sample: text().notNull(),
    isDeprecated: boolean().notNull().default(false),
    createdBy: integer().references(() => users.id, { onDelete: "set null" }),
    ...timestamps,
  },
  (t) => [
    unique("custom_event_types_name").on(t.organizationId, t.name),
    check("custom_event_types_name_not_empty", sql`length(${t.name}) > 0`),
  ],
);

/** Something that happened. Never updated: the body of every delivery is built from these columns alone. */
export const events = pgTable(
  "events",
  {
    id: id(),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    type: text().notNull(),
    /** JSON text, so that the bytes sent never depend on how a driver prints jsonb. */
    data: text().notNull(),
    teamId: integer(),
    accountId: integer(),
    sequenceId: bigint({ mode: "number" }),
    isTest: boolean().notNull().default(false),
    /** What it is about, such as a ticket: the way from there to its events. */
    subjectType: text(),
    subjectId: text(),
    /** The incoming webhook's request that caused it. */
    requestId: uuid(),
    /** Deliveries of ours that led here, one behind the other. */
    hops: smallint().notNull().default(0),
    /** user:1, token:…, system:… */
    actor: text().notNull(),
    /** The name that they had then; null for the system itself. */
    actorName: text(),
    occurredAt: moment().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    index("events_organization").on(t.organizationId, t.id),
    index("events_type").on(t.organizationId, t.type, t.id),
    index("events_subject")
      .on(t.organizationId, t.subjectType, t.subjectId, t.id)
      .where(sql`subject_id is not null`),
    index("events_request").on(t.requestId).where(sql`request_id is not null`),
    index("events_created").on(t.createdAt),
    check("events_type_not_empty", sql`length(${t.type}) > 0`),
  ],
);
