import "server-only";
import { type SQL, sql } from "drizzle-orm";

/** The session of a statement that calls it so has neither ended nor gone unused for too long. */
export function isLiveAs(name: "s" | "oauth_sessions"): string {
  return `${name}.ended_at is null and ${name}.expires_at > now()`;
}

export const IS_LIVE: SQL = sql.raw(isLiveAs("oauth_sessions"));

export type SessionStatus = "active" | "ended" | "expired";

/** The same for a row that has been read. */
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
