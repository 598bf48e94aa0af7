import { sql } from "drizzle-orm";
import { timestamp, uuid } from "drizzle-orm/pg-core";

/** UUIDv7: time-ordered, so the primary key is also the keyset of every newest-first list. */
export const id = () => uuid().primaryKey().default(sql`uuidv7()`);

export const moment = () => timestamp({ withTimezone: true, precision: 3, mode: "date" });

export const timestamps = {
  createdAt: moment().notNull().defaultNow(),
  updatedAt: moment()
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date()),
};
