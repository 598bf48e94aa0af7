import "server-only";
import { lt, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { customerLinks, customerSessions } from "@/db/schema";

/** Deletes customers' browser sessions and links a week after their end. */
export async function pruneCustomerSessions(): Promise<void> {
  const longAgo = sql`now() - interval '7 days'`;
  await database().delete(customerSessions).where(lt(customerSessions.expiresAt, longAgo));
  await database().delete(customerLinks).where(lt(customerLinks.expiresAt, longAgo));
}
