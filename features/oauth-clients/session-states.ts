import "server-only";
import { type SQL, sql } from "drizzle-orm";

/** The session of a statement that calls it so has neither ended nor gone unused for too long. */
export function isLiveAs(name: "s" | "oauth_sessions"): string {
  return `${name}.ended_at is null and ${name}.expires_at > now()`;
}

export const IS_LIVE: SQL = sql.raw(isLiveAs("oauth_sessions"));

export type SessionStatus = "active" | "ended" | "expired";

/** Of a row that has been read; `hasStatus` says the same in SQL. */
export function sessionStatus({
  endedAt,
  expiresAt,
}: {
  endedAt: Date | null;
  expiresAt: Date;
}): SessionStatus {
  if (endedAt !== null) return "ended";
  return expiresAt.getTime() > Date.now() ? "active" : "expired";
}

export function hasStatus(status: SessionStatus): SQL {
  switch (status) {
    case "active":
      return IS_LIVE;
    case "ended":
      return sql.raw("oauth_sessions.ended_at is not null");
    case "expired":
      return sql.raw("oauth_sessions.ended_at is null and oauth_sessions.expires_at <= now()");
  }
}
