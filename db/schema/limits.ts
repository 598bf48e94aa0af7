import { index, integer, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { moment } from "@/db/columns";
import { organizations } from "@/db/schema/organizations";

/** Stored answers of POSTs with an Idempotency-Key, kept 24 h. The answer is encrypted: it may hold a secret shown once. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    organizationId: integer()
      .notNull()
      .references(() => organizations.id, { onDelete: "cascade" }),
    actor: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: smallint().notNull(),
    answerCiphertext: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.actor, t.key] }),
    index("idempotency_keys_created").on(t.createdAt),
  ],
);

/** Fixed-window counters shared by all processes; `key` is a hash, so no address or e-mail is stored. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text().primaryKey(),
    count: integer().notNull(),
    windowEndsAt: moment().notNull(),
  },
  (t) => [index("rate_limits_window").on(t.windowEndsAt)],
);
