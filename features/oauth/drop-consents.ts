import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { database } from "@/db/client";
import { oauthCodes, oauthDeviceRequests } from "@/db/schema";

/** What somebody has allowed who knew the account's former password, and no app has used yet, is worth nothing any more. */
export async function dropConsents(accountId: string): Promise<void> {
  await database()
    .delete(oauthCodes)
    .where(and(eq(oauthCodes.accountId, accountId), isNull(oauthCodes.usedAt)));
  await database()
    .delete(oauthDeviceRequests)
    .where(and(eq(oauthDeviceRequests.accountId, accountId), eq(oauthDeviceRequests.status, "approved")));
}
