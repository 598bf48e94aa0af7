import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { apiTokens } from "@/db/schema";
import { isOverlapping } from "@/features/rotation/rotation";
import type { Token } from "@/features/tokens/schema";
import { EXPIRING_DAYS, NEVER_USED_DAYS, UNUSED_DAYS } from "@/features/tokens/statuses";
import { DAY_MS } from "@/lib/time";

interface Dates {
  revokedAt: Date | null;
  expiresAt: Date | null;
  previousExpiresAt: Date | null;
}

/** What is told of a token's state; the strongest statement wins. `hasStatus` says the same in SQL. */
export function tokenStatus(
  { revokedAt, expiresAt, previousExpiresAt }: Dates,
  now: number,
): Token["status"] {
  const leftMs = expiresAt ? expiresAt.getTime() - now : Number.POSITIVE_INFINITY;
  if (revokedAt) return "revoked";
  if (leftMs <= 0) return "expired";
  if (previousExpiresAt && previousExpiresAt.getTime() > now) return "overlap";
  return leftMs <= EXPIRING_DAYS * DAY_MS ? "expiring" : "active";
}

export function hasStatus(status: Token["status"]): SQL {
  const { revokedAt, expiresAt, previousExpiresAt } = apiTokens;
  const isInOverlap = isOverlapping(previousExpiresAt);
  const isExpiring = sql`coalesce(${expiresAt} <= now() + make_interval(days => ${EXPIRING_DAYS}), false)`;
  switch (status) {
    case "revoked":
      return sql`${revokedAt} is not null`;
    case "expired":
      return sql`${revokedAt} is null and ${expiresAt} <= now()`;
    case "overlap":
      return sql`${isAccepted()} and ${isInOverlap}`;
    case "expiring":
      return sql`${isAccepted()} and not ${isInOverlap} and ${isExpiring}`;
    case "active":
      return sql`${isAccepted()} and not ${isInOverlap} and not ${isExpiring}`;
  }
}

/** Works, but nothing seems to need it any more. */
export function isUnused(): SQL<boolean> {
  const { lastUsedAt, createdAt } = apiTokens;
  return sql<boolean>`(${isAccepted()} and case when ${lastUsedAt} is null
    then ${createdAt} <= now() - make_interval(days => ${NEVER_USED_DAYS})
    else ${lastUsedAt} <= now() - make_interval(days => ${UNUSED_DAYS}) end)`;
}

/** Handed over, and its new owner was not shown a secret yet. */
export function awaitsReveal(): SQL<boolean> {
  return sql<boolean>`(${isAccepted()} and ${apiTokens.secretSeenBy} is null)`;
}

function isAccepted(): SQL {
  return sql`(${apiTokens.revokedAt} is null and coalesce(${apiTokens.expiresAt} > now(), true))`;
}
