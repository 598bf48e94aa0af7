import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { decode, encode } from "next-auth/jwt";
import { database } from "@/db/client";
import { memberships, sessions, users } from "@/db/schema";
import { env } from "@/lib/env";
import type { Role } from "@/lib/roles";

/** `__Host-` ties the cookie to this exact origin; browsers only take it over https. */
export function sessionCookieName(): string {
  return isSecure() ? "__Host-next-auth.session-token" : "next-auth.session-token";
}

export function sessionCookieOptions() {
  return {
    httpOnly: true,
    sameSite: "lax" as const,
    path: "/",
    secure: isSecure(),
    maxAge: sessionMaxAgeSeconds(),
  };
}

export function sessionMaxAgeSeconds(): number {
  return env.SESSION_MAX_HOURS * 3600;
}

export interface Session {
  id: string;
  organizationId: number;
  userId: number;
  name: string;
  role: Role;
  /** When the person last proved who they are. */
  authenticatedAt: Date;
}

/** Starts a session in the first organization of the user; null when the user belongs to none that lets them in. */
export async function createSession(
  userId: number,
  client: { ip: string | null; userAgent: string | null },
): Promise<string | null> {
  const [membership] = await database()
    .select({ organizationId: memberships.organizationId })
    .from(memberships)
    .where(and(eq(memberships.userId, userId), isNull(memberships.disabledAt)))
    .orderBy(memberships.organizationId)
    .limit(1);
  if (!membership) return null;
  const [session] = await database()
    .insert(sessions)
    .values({
      organizationId: membership.organizationId,
      userId,
      ip: client.ip,
      userAgent: client.userAgent?.slice(0, 300) ?? null,
      expiresAt: sql`now() + make_interval(secs => ${sessionMaxAgeSeconds()})`,
    })
    .returning({ id: sessions.id });
  return session?.id ?? null;
}

/** The cookie's value for a session: next-auth's own encrypted token, so that its routes and ours agree. */
export function encodeSessionCookie(session: { id: string; userId: number }): Promise<string> {
  return encode({
    token: { sub: String(session.userId), sid: session.id },
    secret: env.NEXTAUTH_SECRET,
    maxAge: sessionMaxAgeSeconds(),
  });
}

/** Opens the cookie and looks the session up; null when it is forged, expired, idle, revoked, or its user was disabled. */
export async function findSession(cookie: string): Promise<Session | null> {
  const id = await sessionIdOf(cookie);
  if (!id) return null;
  const [row] = await database()
    .select({
      id: sessions.id,
      organizationId: sessions.organizationId,
      userId: users.id,
      name: users.name,
      role: memberships.role,
      authenticatedAt: sessions.authenticatedAt,
      isStale: sql<boolean>`${sessions.lastSeenAt} < now() - interval '1 minute'`,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(
      memberships,
      and(eq(memberships.userId, sessions.userId), eq(memberships.organizationId, sessions.organizationId)),
    )
    .where(
      and(
        eq(sessions.id, id),
        isNull(sessions.revokedAt),
        isNull(memberships.disabledAt),
        gt(sessions.expiresAt, sql`now()`),
        gt(sessions.lastSeenAt, sql`now() - make_interval(mins => ${env.SESSION_IDLE_MINUTES})`),
      ),
    );
  if (!row) return null;
  const { isStale, ...session } = row;
  if (isStale) await database().update(sessions).set({ lastSeenAt: sql`now()` }).where(eq(sessions.id, id));
  return session;
}

export async function revokeSession(id: string): Promise<void> {
  await database()
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt)));
}

/** The session id inside a cookie, or null when the cookie does not open. */
export async function sessionIdOf(cookie: string): Promise<string | null> {
  try {
    const token = await decode({ token: cookie, secret: env.NEXTAUTH_SECRET });
    return typeof token?.sid === "string" ? token.sid : null;
  } catch {
    return null;
  }
}

function isSecure(): boolean {
  return env.APP_URL.startsWith("https:");
}
