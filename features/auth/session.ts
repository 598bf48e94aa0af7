import "server-only";
import { and, eq, gt, isNotNull, isNull, not, or, type SQL, sql } from "drizzle-orm";
import { decode, encode } from "next-auth/jwt";
import { database, transaction } from "@/db/client";
import type { SessionFactor } from "@/db/enums";
import { memberships, organizations, sessions, users } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import type { KnownDevice } from "@/features/auth/known-device";
import { warnOfNewDevice } from "@/features/auth/new-device";
import { personContext } from "@/features/auth/system-context";
import { IS_ACTIVE_MEMBER, IS_FACTOR_REQUIRED, isActiveMemberOf } from "@/features/members/predicates";
import type { Client } from "@/lib/context";
import { env, isSecure } from "@/lib/env";
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
  /** The second factor that they last showed. */
  factor: SessionFactor | null;
}

/** Who signs in, and the session whose cookie came along: the new one takes its place. */
export interface Visitor extends Client {
  sessionId?: string | null;
  device?: KnownDevice | null;
}

interface SessionOptions {
  organizationId?: number | undefined;
  /** When the person proved who they are, unless they have just done so; NEVER if they haven't. */
  authenticatedAt?: Date | undefined;
  /** The second factor that they showed. */
  factor?: SessionFactor | null | undefined;
}

/**
 * Starts a session in the given or else the first organization of the user; null when there is none that lets them in. Asks for no second
 * factor: `enter` does.
 */
export function createSession(
  userId: number,
  { sessionId: replacedId, device, ip, userAgent }: Visitor,
  { organizationId, authenticatedAt, factor = null }: SessionOptions = {},
): Promise<string | null> {
  const client = { ip, userAgent };
  return transaction(async () => {
    const membership = await findOpenMembership(userId, organizationId);
    if (!membership) return null;
    const [session] = await database()
      .insert(sessions)
      .values({
        organizationId: membership.organizationId,
        userId,
        ip: client.ip,
        userAgent: client.userAgent?.slice(0, 300) ?? null,
        ...(authenticatedAt && { authenticatedAt }),
        factor,
        expiresAt: sql`now() + make_interval(secs => ${sessionMaxAgeSeconds()})`,
      })
      .returning({ id: sessions.id });
    if (!session) throw new Error("insert returned no row");
    await recordAudit(personContext({ ...membership, userId, sessionId: session.id }, client), {
      action: "session.started",
      target: { type: "session", id: session.id, name: membership.name },
      ...(factor && { changes: { factor: { from: null, to: factor } } }),
    });
    await warnOfNewDevice(userId, { ...client, isKnown: device?.userId === userId });
    if (replacedId) await revokeSession(replacedId, client);
    return session.id;
  });
}

/** The given or else the first organization that lets the user in. */
export async function findOpenMembership(userId: number, organizationId: number | undefined) {
  const [membership] = await database()
    .select({
      organizationId: memberships.organizationId,
      role: memberships.role,
      name: users.name,
      isFactorRequired: IS_FACTOR_REQUIRED,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(
      and(
        eq(memberships.userId, userId),
        organizationId === undefined ? IS_ACTIVE_MEMBER : isActiveMemberOf(organizationId),
      ),
    )
    .orderBy(memberships.organizationId)
    .limit(1);
  return membership ?? null;
}

/** The cookie's value for a session: next-auth's own encrypted token, so that its routes and ours agree. */
export function encodeSessionCookie(session: { id: string; userId: number }): Promise<string> {
  return encode({
    token: { sub: String(session.userId), sid: session.id },
    secret: env.NEXTAUTH_SECRET,
    maxAge: sessionMaxAgeSeconds(),
  });
}

/** Opens the cookie and looks the session up; null when it is forged, expired, idle, revoked, lacks a factor that its role needs, or its user was disabled. */
export async function findSession(cookie: string): Promise<Session | null> {
  const id = await sessionIdOf(cookie);
  return id ? findSessionById(id) : null;
}

/** The same for an id that came out of a cookie. */
export async function findSessionById(id: string): Promise<Session | null> {
  const [row] = await database()
    .select({
      id: sessions.id,
      organizationId: sessions.organizationId,
      userId: users.id,
      name: users.name,
      role: memberships.role,
      // A request with the id from before a confirmation has not confirmed anything.
      authenticatedAt:
        sql`case when ${sessions.id} = ${id} then ${sessions.authenticatedAt} else ${sessions.previousAuthenticatedAt} end`.mapWith(
          sessions.authenticatedAt,
        ),
      factor: sessions.factor,
      isStale: sql<boolean>`${sessions.lastSeenAt} < now() - interval '1 minute'`,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(organizations, eq(organizations.id, sessions.organizationId))
    .innerJoin(
      memberships,
      and(eq(memberships.userId, sessions.userId), isActiveMemberOf(sessions.organizationId)),
    )
    .where(
      and(
        hasId(id),
        // Holds from the moment a role needs one, or somebody gets such a role.
        or(isNotNull(sessions.factor), not(IS_FACTOR_REQUIRED)),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, sql`now()`),
        gt(sessions.lastSeenAt, sql`now() - make_interval(mins => ${env.SESSION_IDLE_MINUTES})`),
      ),
    );
  if (!row) return null;
  const { isStale, ...session } = row;
  if (isStale) await database().update(sessions).set({ lastSeenAt: sql`now()` }).where(hasId(id));
  return session;
}

/** Signs out. Ending a session that has ended changes nothing. */
export function revokeSession(id: string, client: Client): Promise<void> {
  return transaction(async () => {
    const [session] = await database()
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(
        and(
          hasId(id),
          isNull(sessions.revokedAt),
          eq(memberships.userId, sessions.userId),
          eq(memberships.organizationId, sessions.organizationId),
        ),
      )
      .returning({
        userId: sessions.userId,
        organizationId: sessions.organizationId,
        role: memberships.role,
        name: users.name,
      });
    // Of somebody who was removed since there is no session left to end.
    if (!session) return;
    await recordAudit(personContext({ ...session, sessionId: id }, client), {
      action: "session.ended",
      target: { type: "session", id, name: session.name },
    });
  });
}

/** The session with this id, or that had it until a confirmation seconds ago. */
export function hasId(id: string): SQL | undefined {
  return or(eq(sessions.id, id), and(eq(sessions.previousId, id), gt(sessions.previousEndsAt, sql`now()`)));
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
