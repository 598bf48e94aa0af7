import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, pgTable, text } from "drizzle-orm/pg-core";
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
    /** user:1, token:…, system:… */
    actor: text().notNull(),
    occurredAt: moment().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    index("events_organization").on(t.organizationId, t.id),
    index("events_type").on(t.organizationId, t.type, t.id),
    index("events_created").on(t.createdAt),
    check("events_type_not_empty", sql`length(${t.type}) > 0`),
  ],
);
