import { eq, sql } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createOrganization, createUser } from "@/db/factories";
import { auditLog, memberships, sessions } from "@/db/schema";
import { createSession, encodeSessionCookie, findSession, revokeSession, sessionIdOf } from "./session";

test("a copied cookie dies with the session", async () => {
  const { cookie, sessionId } = await signedIn();
  expect(await findSession(cookie)).not.toBeNull();
  await revokeSession(sessionId, { ip: null, userAgent: null });
  expect(await findSession(cookie)).toBeNull();
});

test("signing out is recorded once, however often it is sent", async () => {
  const { sessionId, user } = await signedIn();
  await revokeSession(sessionId, { ip: "192.0.2.1", userAgent: "test" });
  await revokeSession(sessionId, { ip: null, userAgent: null });
  const entries = await database()
    .select({ action: auditLog.action, actorId: auditLog.actorId, ip: auditLog.ip })
    .from(auditLog)
    .where(eq(auditLog.targetId, sessionId))
    .orderBy(auditLog.id);
  expect(entries).toEqual([
    { action: "session.started", actorId: String(user.id), ip: null },
    { action: "session.ended", actorId: String(user.id), ip: "192.0.2.1" },
  ]);
});

test("disabling the user ends the session", async () => {
  const { cookie, user } = await signedIn();
  await database().update(memberships).set({ disabledAt: new Date() }).where(eq(memberships.userId, user.id));
  expect(await findSession(cookie)).toBeNull();
});

test("removing the user from the organization ends the session", async () => {
  const { cookie, user } = await signedIn();
  await database().delete(memberships).where(eq(memberships.userId, user.id));
  expect(await findSession(cookie)).toBeNull();
});

test("a change of role counts from the next request on", async () => {
  const { cookie, user } = await signedIn();
  await database().update(memberships).set({ role: "viewer" }).where(eq(memberships.userId, user.id));
  expect(await findSession(cookie)).toMatchObject({ role: "viewer" });
});

test("half an hour without a request ends the session, a request in time keeps it", async () => {
  const { cookie, sessionId } = await signedIn();
  await lastSeen(sessionId, "29 minutes");
  expect(await findSession(cookie)).not.toBeNull();
  // That look-up counted as a request.
  const [row] = await database()
    .select({ isRecent: sql<boolean>`${sessions.lastSeenAt} > now() - interval '1 minute'` })
    .from(sessions)
    .where(eq(sessions.id, sessionId));
  expect(row).toEqual({ isRecent: true });

  await lastSeen(sessionId, "31 minutes");
  expect(await findSession(cookie)).toBeNull();
});

test("twelve hours end the session however busy it is", async () => {
  const { cookie, sessionId } = await signedIn();
  await database()
    .update(sessions)
    .set({ expiresAt: sql`now() - interval '1 second'` })
    .where(eq(sessions.id, sessionId));
  expect(await findSession(cookie)).toBeNull();
});

test("a cookie made with another secret, or with none, opens nothing", async () => {
  const { sessionId, user } = await signedIn();
  const forged = await encode({
    token: { sub: String(user.id), sid: sessionId },
    secret: "another secret of the same length",
  });
  for (const cookie of [forged, sessionId, "", "a.b.c.d.e", "%"]) {
    expect(await sessionIdOf(cookie)).toBeNull();
    expect(await findSession(cookie)).toBeNull();
  }
});

async function signedIn() {
  const user = await createUser(await createOrganization());
  const sessionId = await createSession(user.id, { ip: null, userAgent: null });
  if (!sessionId) throw new Error("no session was made");
  return { user, sessionId, cookie: await encodeSessionCookie({ id: sessionId, userId: user.id }) };
}

async function lastSeen(sessionId: string, ago: string): Promise<void> {
  await database()
    .update(sessions)
    .set({ lastSeenAt: sql`now() - ${ago}::interval` })
    .where(eq(sessions.id, sessionId));
}
