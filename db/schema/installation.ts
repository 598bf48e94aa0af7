import { sql } from "drizzle-orm";
import { boolean, check, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "@/db/columns";

/** One row: what all processes of this installation share, wherever they run. */
export const installation = pgTable(
  "installation",
  {
    isOnly: boolean().primaryKey().default(true),
    id: uuid().notNull().defaultRandom(),
    /** When an Inngest server last called any worker. */
    inngestCalledAt: moment(),
    /** Since when it has not, as the workers noticed when deliveries were due; null while it does. */
    inngestSilentSince: moment(),
  },
  (t) => [check("installation_only", sql`${t.isOnly}`)],
);

/** By which a key of ENCRYPTION_KEYS is known again. */
export const encryptionKeys = pgTable("encryption_keys", {
  /** Its name there. */
  kid: text().primaryKey(),
  fingerprint: text().notNull(),
  createdAt: moment().notNull().defaultNow(),
});
