import { integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { SAMPLE_KINDS } from "@/db/enums";
import { organizations } from "@/db/schema/organizations";

/** What the sample data consists of, so that it goes again in one step, and nothing else with it. */
export const sampleRows = pgTable(
  "sample_rows",
  {
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    kind: text({ enum: SAMPLE_KINDS }).notNull(),
    rowId: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.kind, t.rowId] })],
);
