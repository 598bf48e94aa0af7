import { and, eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser, type TestUser } from "@/db/factories";
import { auditLog, sessions, users } from "@/db/schema";
import { hashPassword } from "@/features/auth/password";
import { createSession, encodeSessionCookie, findSession } from "@/features/auth/session";
import { signInWithPassword } from "@/features/auth/sign-in";
import type { Context } from "@/lib/context";
import { listSessions } from "./queries";
import { changePassword, endOtherSessions, endSession, reauthenticate, updateProfile } from "./service";

const PASSWORD = "correct horse battery";
const NEW_PASSWORD = "an analytical engine";
let passwordHash: string;

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});

test("a new password replaces the old one and ends every other session", async () => {
  const { user, ctx, cookie } = await signedIn();
  const elsewhere = await startSession(user);
  await changePassword(ctx, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD });

  expect(await findSession(cookie)).not.toBeNull();
  expect(await findSession(elsewhere.cookie)).toBeNull();
  const client = { ip: crypto.randomUUID(), userAgent: null };
  expect(await signInWithPassword({ email: user.email, password: PASSWORD }, client)).toBeNull();
  expect(await signInWithPassword({ email: user.email, password: NEW_PASSWORD }, client)).not.toBeNull();
  const [entry] = await entriesOf(user, "user.password_changed");
  expect(entry).toEqual({
    outcome: "success",
    changes: JSON.stringify({
      password: { from: "changed", to: "changed" },
      otherSessions: { from: 1, to: "ended" },
    }),
  });
});

test("a wrong current password changes nothing and stays on record", async () => {
  const { user, ctx } = await signedIn();
  const elsewhere = await startSession(user);
  await expect(
    changePassword(ctx, { currentPassword: "wrong", newPassword: NEW_PASSWORD }),
  ).rejects.toMatchObject({ code: "invalid", issues: [{ path: "currentPassword" }] });
  expect(await findSession(elsewhere.cookie)).not.toBeNull();
  expect(await hashOf(user)).toBe(passwordHash);
  expect(await entriesOf(user, "user.password_changed")).toEqual([{ outcome: "failure", changes: "{}" }]);
});

test("ending the others spares the caller, whose session has a new id since", async () => {
  const { user, ctx } = await signedIn();
  const elsewhere = await startSession(user);
  const renewed = await reauthenticate(ctx, { password: PASSWORD });
  await endOtherSessions(ctx);
  expect(await findSession(await encodeSessionCookie(renewed))).not.toBeNull();
  expect(await findSession(elsewhere.cookie)).toBeNull();
});

test("a password that is easily guessed is refused at its field, and changes nothing", async () => {
  const { user, ctx } = await signedIn();
  for (const newPassword of ["passwordpassword", user.email])
    await expect(changePassword(ctx, { currentPassword: PASSWORD, newPassword })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "newPassword" }],
    });
  expect(await hashOf(user)).toBe(passwordHash);
});

test("of two changes at the same moment one is told that the other was first", async () => {
  const { ctx } = await signedIn();
  const results = await Promise.allSettled(
    ["an analytical engine", "a difference engine"].map((newPassword) =>
      changePassword(ctx, { currentPassword: PASSWORD, newPassword }),
    ),
  );
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("whoever has no password is told so, and a token has no profile", async () => {
  const organization = await createOrganization();
  const user = await createUser(organization);
  const ctx = createContext(user);
  await expect(
    changePassword(ctx, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }),
  ).rejects.toMatchObject({ code: "conflict", message: /no password/ });
  await expect(reauthenticate(ctx, { password: PASSWORD })).rejects.toMatchObject({ code: "conflict" });

  const token: Context = {
    ...ctx,
    actor: { type: "token", tokenId: crypto.randomUUID(), userId: user.id, name: "CI" },
  };
  await expect(updateProfile(token, { name: "Mallory" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(endOtherSessions(token)).rejects.toMatchObject({ code: "forbidden" });
});

test("the password makes an old session fresh again, under a new id; wrong ones run into a limit, right ones don't", async () => {
  const { user, ctx, cookie, id } = await signedIn();
  await database()
    .update(sessions)
    .set({ authenticatedAt: sql`now() - interval '1 day'` })
    .where(eq(sessions.id, id));
  await expect(reauthenticate(ctx, { password: "wrong" })).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "password" }],
  });
  expect(ageMs(await findSession(cookie))).toBeGreaterThan(3_600_000);
  const renewed = await reauthenticate(ctx, { password: PASSWORD });
  expect(renewed.id).not.toBe(id);
  for (let n = 0; n < 21; n++) expect(await reauthenticate(ctx, { password: PASSWORD })).toEqual(renewed);
  expect(ageMs(await findSession(await encodeSessionCookie(renewed)))).toBeLessThan(60_000);
  expect(ageMs(await findSession(cookie))).toBeGreaterThan(3_600_000);
  for (let n = 0; n < 19; n++) {
    await expect(reauthenticate(ctx, { password: "wrong" })).rejects.toMatchObject({ code: "invalid" });
  }
  // By now even the right one has to wait, for changing the password as well.
  await expect(reauthenticate(ctx, { password: PASSWORD })).rejects.toMatchObject({ code: "rate_limited" });
  await expect(
    changePassword(ctx, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }),
  ).rejects.toMatchObject({ code: "rate_limited" });
  expect(await hashOf(user)).toBe(passwordHash);
});

test("a person sees and ends their own open sessions only", async () => {
  const { user, ctx, cookie, id } = await signedIn();
  const other = await startSession(user, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0");
  const idle = await startSession(user);
  await database()
    .update(sessions)
    .set({ lastSeenAt: sql`now() - interval '1 hour'` })
    .where(eq(sessions.id, idle.id));
  const stranger = await signedIn();

  const { data } = await listSessions(ctx, { limit: 25 });
  expect(data).toEqual([
    {
      id: other.id,
      isCurrent: false,
      device: "Firefox on Linux",
      ip: "192.0.2.1",
      createdAt: expect.any(String),
      lastSeenAt: expect.any(String),
    },
    expect.objectContaining({ id, isCurrent: true, device: "Unknown device" }),
  ]);

  await expect(endSession(ctx, stranger.id)).rejects.toMatchObject({ code: "not_found" });
  expect(await findSession(stranger.cookie)).not.toBeNull();
  await endSession(ctx, other.id);
  await endSession(ctx, other.id);
  expect(await findSession(other.cookie)).toBeNull();
  expect(await findSession(cookie)).not.toBeNull();

  const [third, fourth] = [await startSession(user), await startSession(user)];
  await endOtherSessions(ctx);
  for (const ended of [third, fourth]) expect(await findSession(ended.cookie)).toBeNull();
  expect(await findSession(cookie)).not.toBeNull();
  expect((await listSessions(ctx, { limit: 25 })).data.map((session) => session.id)).toEqual([id]);
});

test("a new name shows at once, and the same name leaves no trace", async () => {
  const { user, ctx } = await signedIn();
  expect((await updateProfile(ctx, { name: "Ada Lovelace" })).user.name).toBe("Ada Lovelace");
  await updateProfile(ctx, { name: "Ada Lovelace" });
  await updateProfile(ctx, {});
  expect(await entriesOf(user, "user.updated")).toEqual([
    { outcome: "success", changes: JSON.stringify({ name: { from: "Ada", to: "Ada Lovelace" } }) },
  ]);
});

async function signedIn() {
  const user = await createUser(await createOrganization(), { passwordHash });
  const session = await startSession(user, null);
  const ctx = createContext(user);
  const own: Context = {
    ...ctx,
    actor: {
      type: "user",
      userId: user.id,
      name: user.name,
      sessionId: session.id,
      authenticatedAt: new Date(),
    },
  };
  return { user, ctx: own, ...session };
}

async function startSession(user: TestUser, userAgent: string | null = "test") {
  const id = await createSession(user.id, { ip: "192.0.2.1", userAgent });
  if (!id) throw new Error("no session was made");
  return { id, cookie: await encodeSessionCookie({ id, userId: user.id }) };
}

function ageMs(session: { authenticatedAt: Date } | null): number {
  return Date.now() - (session?.authenticatedAt.getTime() ?? Number.NaN);
}

async function hashOf(user: TestUser): Promise<string | null | undefined> {
  const [row] = await database()
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, user.id));
  return row?.passwordHash;
}

async function entriesOf(user: TestUser, action: string) {
  return database()
    .select({ outcome: auditLog.outcome, changes: auditLog.changes })
    .from(auditLog)
    .where(and(eq(auditLog.organizationId, user.organizationId), eq(auditLog.action, action)))
    .orderBy(auditLog.id);
}
