import { sql } from "drizzle-orm";
import { currentTransaction, queryOf, send } from "@/db/client";

/**
 * From the next statement until the transaction ends, whoever locks the same name waits: for what has no row yet that could be locked. It begins with
 * what it is a name of, and the organization.
 */
export async function lockName(name: string): Promise<void> {
  // Outside of one the lock would be gone at once.
  currentTransaction();
  await send(queryOf(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`));
}
