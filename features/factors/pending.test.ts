import { and, eq, isNull, sql } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { createOrganization, createUser } from "@/db/factories";
import { auditLog, organizations, pendingSignIns, sessions } from "@/db/schema";
import { enter } from "@/features/auth/enter";
import { createSession, findSession, findSessionById } from "@/features/auth/session";
import { env } from "@/lib/env";
import { NEVER } from "@/lib/time";
import { startAuthenticatorApp } from "./add";
import { completeSignIn, contextOf, enroll, findPendingSignIn, finishEnrollment, mayEnroll } from "./pending";
import { codeOf, createEquipped, startSignIn, VISITOR } from "./test-set-up";

// In the middle of a step, so that none ends while a test goes on.
beforeEach(() => {
  const step = Math.floor(Date.now() / 30_000);
  vi.useFakeTimers({ now: (step + 0.5) * 30_000, toFake: ["Date"] });
});

afterEach(() => vi.useRealTimers());

test("the password alone leads to no session once there is a factor, and a code opens one", async () => {
  const { user, secret } = await createEquipped();
  const pending = await startSignIn(user);
  expect(await openSessions(user.id)).toBe(0);
  const { sessionId = "" } = await completeSignIn(pending, VISITOR, { code: codeOf(secret) });
  expect(await findSessionById(sessionId)).toMatchObject({ userId: user.id, factor: "authenticator_app" });
  expect(await findPendingSignIn(pending.id)).toBeNull();
});

test("the cookie of the step is no session, whatever it is called", async () => {
  const { user } = await createEquipped();
  const { id } = await startSignIn(user);
  const token = { sub: String(user.id), pid: id, sid: id };
  const cookie = await encode({ token, secret: env.NEXTAUTH_SECRET, salt: "pending sign-in" });
  expect(await findSession(cookie)).toBeNull();
  expect(await findSessionById(id)).toBeNull();
});

test.each([-1, 0, 1])("a clock that is %i steps off is right", async (steps) => {
  const { user, secret } = await createEquipped();
  const entry = await completeSignIn(await startSignIn(user), VISITOR, { code: codeOf(secret, steps) });
  expect(entry.sessionId).toBeDefined();
});

test.each([-3, 3])(
  "a clock that is %i steps off is not, and the refusal says to look at it",
  async (steps) => {
    const { user, secret } = await createEquipped();
    const pending = await startSignIn(user);
    await expect(completeSignIn(pending, VISITOR, { code: codeOf(secret, steps) })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "code", message: expect.stringContaining("clock") }],
    });
    expect(await openSessions(user.id)).toBe(0);
    expect(await actions(user.organizationId)).toContain("second_factor.refused failure");
  },
);

test("a code is taken once, also by two at the same moment, and none older after it", async () => {
  const { user, secret } = await createEquipped();
  const pendings = [await startSignIn(user), await startSignIn(user)];
  const code = codeOf(secret);
  const tries = await Promise.allSettled(pendings.map((one) => completeSignIn(one, VISITOR, { code })));
  expect(tries.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await openSessions(user.id)).toBe(1);
  const again = await startSignIn(user);
  for (const used of [code, codeOf(secret, -1)])
    await expect(completeSignIn(again, VISITOR, { code: used })).rejects.toMatchObject({ code: "invalid" });
  // What was refused has not ended the step.
  expect((await completeSignIn(again, VISITOR, { code: codeOf(secret, 1) })).sessionId).toBeDefined();
});

test("two right answers to one step open one session", async () => {
  const { user, secret, recoveryCodes } = await createEquipped();
  const pending = await startSignIn(user);
  const tries = await Promise.allSettled([
    completeSignIn(pending, VISITOR, { code: codeOf(secret) }),
    completeSignIn(pending, VISITOR, { code: recoveryCodes[0] ?? "" }),
  ]);
  expect(tries.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await openSessions(user.id)).toBe(1);
});

test("a recovery code works once, however it is written, and is on record", async () => {
  const { user, recoveryCodes } = await createEquipped();
  expect(recoveryCodes).toHaveLength(10);
  const [code = ""] = recoveryCodes;
  const typed = ` ${code.toUpperCase().replaceAll("-", " ")} `;
  const pendings = [await startSignIn(user), await startSignIn(user)];
  const tries = await Promise.allSettled(
    pendings.map((one) => completeSignIn(one, VISITOR, { code: typed })),
  );
  expect(tries.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await expect(completeSignIn(await startSignIn(user), VISITOR, { code })).rejects.toMatchObject({
    code: "invalid",
  });
  expect(
    (await actions(user.organizationId)).filter((one) => one === "recovery_code.used success"),
  ).toHaveLength(1);
});

test("somebody else's codes open nothing", async () => {
  const [one, other] = [await createEquipped(), await createEquipped()];
  const pending = await startSignIn(one.user);
  for (const code of [codeOf(other.secret), other.recoveryCodes[0] ?? ""])
    await expect(completeSignIn(pending, VISITOR, { code })).rejects.toMatchObject({ code: "invalid" });
});

test("after ten wrong codes even a right one waits, but not in the browser that the person knows", async () => {
  const { user, secret } = await createEquipped();
  const pending = await startSignIn(user);
  for (let n = 0; n < 10; n++)
    await expect(completeSignIn(pending, VISITOR, { code: "aaaa" })).rejects.toMatchObject({
      code: "invalid",
    });
  const right = { code: codeOf(secret) };
  await expect(completeSignIn(pending, VISITOR, right)).rejects.toMatchObject({ code: "rate_limited" });
  const known = { ...VISITOR, device: { id: "laptop", userId: user.id } };
  expect((await completeSignIn(pending, known, right)).sessionId).toBeDefined();
});

test("a step ends after ten minutes, and with the membership", async () => {
  const { user, secret } = await createEquipped();
  const pending = await startSignIn(user);
  await database()
    .update(pendingSignIns)
    .set({ expiresAt: sql`now()` })
    .where(eq(pendingSignIns.id, pending.id));
  expect(await findPendingSignIn(pending.id)).toBeNull();
  await expect(completeSignIn(pending, VISITOR, { code: codeOf(secret) })).rejects.toMatchObject({
    code: "unauthorized",
  });
  const other = await startSignIn(user);
  await database().execute(sql`update memberships set disabled_at = now() where user_id = ${user.id}`);
  expect(await findPendingSignIn(other.id)).toBeNull();
  await expect(completeSignIn(other, VISITOR, { code: codeOf(secret) })).rejects.toMatchObject({
    code: "unauthorized",
  });
});

test("a role that needs a factor ends sessions without one, and lets nobody on who has none", async () => {
  const organization = await createOrganization();
  const user = await createUser(organization, { role: "agent" });
  const before = (await createSession(user.id, VISITOR)) ?? "";
  await requireFor(organization.id, ["agent"]);
  expect(await findSessionById(before)).toBeNull();

  const pending = await startSignIn(user);
  expect(pending.kinds).toEqual([]);
  expect(mayEnroll(pending)).toBe(true);
  const { secret } = await startAuthenticatorApp(contextOf(pending, VISITOR));
  const input = { name: "Phone", secret, code: codeOf(secret) };
  await expect(enroll(pending, VISITOR, { ...input, code: "000000" })).rejects.toMatchObject({
    code: "invalid",
  });
  const { recoveryCodes } = await enroll(pending, VISITOR, input);
  expect(recoveryCodes).toHaveLength(10);
  // What was open before is over, and the new one comes with the next step only.
  expect(await openSessions(user.id)).toBe(0);
  const enrolled = await findPendingSignIn(pending.id);
  if (!enrolled) throw new Error("the step is gone");
  const { sessionId = "" } = await finishEnrollment(enrolled, VISITOR);
  expect(await findSessionById(sessionId)).toMatchObject({ userId: user.id, factor: "authenticator_app" });
  expect(await openSessions(user.id)).toBe(1);
});

test("a step without a factor is finished by nobody", async () => {
  const organization = await createOrganization();
  const user = await createUser(organization);
  await requireFor(organization.id, ["admin"]);
  const pending = await startSignIn(user);
  expect(() => finishEnrollment(pending, VISITOR)).toThrow(/too long/);
});

test("a mailed link adds no factor: whoever has the mailbox would be let in for good", async () => {
  const organization = await createOrganization();
  const user = await createUser(organization);
  await requireFor(organization.id, ["admin"]);
  const entry = await enter(user.id, VISITOR, { proof: "own", authenticatedAt: NEVER });
  const pending = await findPendingSignIn(entry?.pendingId ?? "");
  if (!pending) throw new Error("no step");
  expect(mayEnroll(pending)).toBe(false);
  const { secret } = await startAuthenticatorApp(contextOf(pending, VISITOR));
  expect(() => enroll(pending, VISITOR, { name: "Mine", secret, code: codeOf(secret) })).toThrow();
});

test("a provider's sign-in is trusted, unless the role needs a factor of ours", async () => {
  const { user } = await createEquipped();
  expect((await enter(user.id, VISITOR, { proof: "provider" }))?.sessionId).toBeDefined();
  await requireFor(user.organizationId, ["admin"]);
  expect((await enter(user.id, VISITOR, { proof: "provider" }))?.pendingId).toBeDefined();
});

async function requireFor(id: number, factorRoles: ("admin" | "agent")[]): Promise<void> {
  await database().update(organizations).set({ factorRoles }).where(eq(organizations.id, id));
}

async function openSessions(userId: number): Promise<number> {
  const rows = await database()
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)));
  return rows.length;
}

async function actions(organizationId: number): Promise<string[]> {
  const rows = await database()
    .select({ action: auditLog.action, outcome: auditLog.outcome })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organizationId));
  return rows.map(({ action, outcome }) => `${action} ${outcome}`);
}
