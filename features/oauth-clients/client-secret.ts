import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { oauthClients } from "@/db/schema";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { overlapEnd } from "@/lib/overlap";
import { isSameSecret } from "@/lib/same-secret";

/** 256 random bits, so SHA-256 is enough to keep them by. */
export function mintClientSecret(): string {
  return `rpl_cs_${randomBytes(32).toString("base64url")}`;
}

export function hashClientSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether it is the client's secret, or the one before while the overlap of a rotation lasts. A public client has none. */
export async function verifyClientSecret(client: RegisteredClient, secret: string): Promise<boolean> {
  const [row] = await database()
    .select({
      secretHash: oauthClients.secretHash,
      previousSecretHash: oauthClients.previousSecretHash,
      previousSecretExpiresAt: oauthClients.previousSecretExpiresAt,
    })
    .from(oauthClients)
    .where(eq(oauthClients.id, client.id));
  if (!row?.secretHash) return false;
  const given = hashClientSecret(secret);
  if (isSameSecret(given, row.secretHash)) return true;
  if (row.previousSecretHash === null || overlapEnd(row.previousSecretExpiresAt) === null) return false;
  if (!isSameSecret(given, row.previousSecretHash)) return false;
  await notePreviousUse(client.id, row.previousSecretHash);
  return true;
}

/** To the minute: each of many sites may still use the old one. */
async function notePreviousUse(id: string, previousSecretHash: string): Promise<void> {
  const { previousSecretLastUsedAt: lastUsedAt, updatedAt } = oauthClients;
  await database()
    .update(oauthClients)
    .set({ previousSecretLastUsedAt: sql`now()`, updatedAt: sql`${updatedAt}` })
    .where(
      and(
        eq(oauthClients.id, id),
        eq(oauthClients.previousSecretHash, previousSecretHash),
        sql`coalesce(${lastUsedAt} < now() - interval '1 minute', true)`,
      ),
    );
}
