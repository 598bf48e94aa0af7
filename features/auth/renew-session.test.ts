import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createOrganization, createUser } from "@/db/factories";
import { auditLog, sessions } from "@/db/schema";
import { renewSession } from "./renew-session";
import { createSession, encodeSessionCookie, findSession, revokeSession } from "./session";

const CLIENT = { ip: null, userAgent: null };
const THREE_HOURS_AGO = new Date(Date.now() - 3 * 3_600_000);

test("a confirmed session has a new id; a copy of the cookie from before has proved nothing and ends", async () => {
  const before = await signedIn();
  const id = await renew(before.sessionId);
  expect(id).not.toBe(before.sessionId);
  const after = await open(id);
  expect(after).toMatchObject({ id, userId: before.user.id });
  expect(Date.now() - Number(after?.authenticatedAt)).toBeLessThan(60_000);

  // Requests that were under way still pass, but nothing sensitive.
  expect(await open(before.sessionId)).toMatchObject({ id, authenticatedAt: THREE_HOURS_AGO });
  await endOverlap(id);
  expect(await open(before.sessionId)).toBeNull();
  expect(await open(id)).not.toBeNull();
});

test("tabs that confirm at the same moment get the same new id, and none is signed out", async () => {
  const { sessionId } = await signedIn();
  const ids = await Promise.all(Array.from({ length: 5 }, () => renew(sessionId)));
  expect(new Set(ids).size).toBe(1);
  const [id = ""] = ids;
  // A tab that has the new id already, too.
  expect(await renew(id)).toBe(id);
  expect(await open(id)).not.toBeNull();
});

test("each later confirmation changes the id again, and no age is added", async () => {
  const { sessionId } = await signedIn();
  const expiry = await expiryOf(sessionId);
  const second = await renew(sessionId);
  await endOverlap(second);
  const third = await renew(second);
  expect(third).not.toBe(second);
  expect(await expiryOf(third)).toEqual(expiry);
  expect(await open(sessionId)).toBeNull();
});

test("an ended session can't be renewed, and signing out with the id before ends both", async () => {
  const { sessionId } = await signedIn();
  const id = await renew(sessionId);
  await revokeSession(sessionId, CLIENT);
  expect(await open(id)).toBeNull();
  expect(await open(sessionId)).toBeNull();
  await expect(renew(id)).rejects.toMatchObject({ code: "unauthorized" });
});

test("signing in again ends the session whose cookie came along, not the one on another device", async () => {
  const { user, sessionId } = await signedIn();
  const elsewhere = await createSession(user.id, CLIENT);
  const again = await createSession(user.id, { ...CLIENT, sessionId });
  expect(await open(sessionId)).toBeNull();
  expect(await open(elsewhere ?? "")).not.toBeNull();
  expect(await open(again ?? "")).not.toBeNull();
  const ended = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(eq(auditLog.targetId, sessionId))
    .orderBy(auditLog.id);
  expect(ended.map(({ action }) => action)).toEqual(["session.started", "session.ended"]);
});

test("somebody else who signs in to the same browser ends the session that was there", async () => {
  const { sessionId } = await signedIn();
  const other = await createUser(await createOrganization());
  await createSession(other.id, { ...CLIENT, sessionId });
  expect(await open(sessionId)).toBeNull();
});

async function signedIn() {
  const user = await createUser(await createOrganization());
  const sessionId = await createSession(user.id, CLIENT, { authenticatedAt: THREE_HOURS_AGO });
  if (!sessionId) throw new Error("no session was made");
  return { user, sessionId };
}

async function open(id: string) {
  return findSession(await encodeSessionCookie({ id, userId: 0 }));
}

async function endOverlap(id: string): Promise<void> {
  await database()
    .update(sessions)
    .set({ previousEndsAt: sql`now() - interval '1 ms'` })
    .where(eq(sessions.id, id));
}

async function expiryOf(id: string): Promise<Date | undefined> {
  const [row] = await database()
    .select({ expiresAt: sessions.expiresAt })
    .from(sessions)
    .where(eq(sessions.id, id));
  return row?.expiresAt;
}

function renew(sessionId: string): Promise<string> {
  return transaction(async () => (await renewSession(sessionId)).id);
}
