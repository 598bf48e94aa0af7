import "server-only";
import { and, desc, eq, gt, isNull, lt, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { memberships, sessions } from "@/db/schema";
import { describeDevice } from "@/features/auth/device";
import { requirePerson } from "@/features/auth/require-person";
import { isActiveMemberOf } from "@/features/members/predicates";
import type { OwnSession } from "@/features/profile/schema";
import type { Context } from "@/lib/context";
import { env } from "@/lib/env";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";

/** Where the caller is signed in now. A person's sessions are theirs, whichever organization they were started in. */
export async function listSessions(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<OwnSession>> {
  const { userId, sessionId } = requirePerson(ctx);
  const before = decodeIdCursor(query.cursor);
  const rows = await database()
    .select({
      id: sessions.id,
      ip: sessions.ip,
      userAgent: sessions.userAgent,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .innerJoin(
      memberships,
      and(eq(memberships.userId, sessions.userId), isActiveMemberOf(sessions.organizationId)),
    )
    .where(and(isOpenOf(userId), before ? lt(sessions.id, before) : undefined))
    .orderBy(desc(sessions.id))
    .limit(query.limit + 1);
  return toPage(rows, {
    limit: query.limit,
    cursorOf: (row) => row.id,
    toItem: (row) => ({
      id: row.id,
      isCurrent: row.id === sessionId,
      device: describeDevice(row.userAgent),
      ip: row.ip,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
    }),
  });
}

/** Sessions of a user that a cookie would still open. */
function isOpenOf(userId: number): SQL | undefined {
  return and(
    eq(sessions.userId, userId),
    isNull(sessions.revokedAt),
    gt(sessions.expiresAt, sql`now()`),
    gt(sessions.lastSeenAt, sql`now() - make_interval(mins => ${env.SESSION_IDLE_MINUTES})`),
  );
}
