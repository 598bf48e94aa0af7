import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";
import { id, moment } from "@/db/columns";
import { organizations } from "@/db/schema/organizations";

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
