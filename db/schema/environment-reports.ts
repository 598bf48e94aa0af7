import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { timestamps } from "@/db/columns";
import { REPORT_SOURCES } from "@/db/enums";
import { organizations } from "@/db/schema/organizations";
import { tickets } from "@/db/schema/tickets";

/** What a customer's site told about itself, read into one form; beside the ticket, whose lists need none of it. */
export const environmentReports = pgTable(
  "environment_reports",
  {
    ticketId: uuid()
      .primaryKey()
      .references(() => tickets.id, { onDelete: "cascade" }),
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    source: text({ enum: REPORT_SOURCES }).notNull(),
    summary: jsonb().$type<unknown>().notNull(),
    findings: jsonb().$type<unknown>().notNull(),
    sections: jsonb().$type<unknown>().notNull(),
    /** How many private fields and sections were dropped before it was stored. */
    leftOut: integer().notNull(),
    /** What the list is searched by, versions by each of their leading parts: `php:8`, `php:8.1`, `plugin:woocommerce@9.9`. */
    keys: text().array().notNull(),
    ...timestamps,
  },
  (t) => [index("environment_reports_keys").using("gin", t.keys)],
);
