import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { createOrganization, createUser } from "@/db/factories";
import { sessions } from "@/db/schema";
import { SoftAuthenticator } from "@/e2e/soft-authenticator";
import { sessionContext } from "@/features/auth/context";
import { hashPassword } from "@/features/auth/password";
import { createSession, findSessionById } from "@/features/auth/session";
import { addPasskey, startPasskey } from "@/features/factors/add";
import { findPendingSignIn } from "@/features/factors/pending";
import { codeOf, createEquipped, startSignIn, VISITOR } from "@/features/factors/test-set-up";
import type { Context } from "@/lib/context";
import { env } from "@/lib/env";
import { changePassword, endOtherSessions, reauthenticate, startReauthentication } from "./service";

const PASSWORD = "correct horse battery";
const HOURS_AGO = new Date(Date.now() - 5 * 3_600_000);

beforeEach(() => {
  const step = Math.floor(Date.now() / 30_000);
  vi.useFakeTimers({ now: (step + 0.5) * 30_000, toFake: ["Date"] });
});

afterEach(() => vi.useRealTimers());

test("a code confirms, once, and is put down as what the session has shown", async () => {
  const { ctx, secret } = await signedIn();
  const code = codeOf(secret);
  const { id } = await reauthenticate(ctx, { code });
  const session = await findSessionById(id);
  expect(session).toMatchObject({ factor: "authenticator_app" });
  expect(Date.now() - Number(session?.authenticatedAt)).toBeLessThan(60_000);
  await expect(reauthenticate(ctx, { code })).rejects.toMatchObject({ code: "invalid" });
});

test("the password alone no longer confirms, nor does a new one bring that about", async () => {
  const { ctx, sessionId } = await signedIn();
  await expect(reauthenticate(ctx, { password: PASSWORD })).rejects.toMatchObject({ code: "conflict" });
  const change = { currentPassword: PASSWORD, newPassword: "an analytical engine" };
  await expect(changePassword(ctx, change)).rejects.toMatchObject({ code: "reauthentication_required" });
  expect(await findSessionById(sessionId)).toMatchObject({ authenticatedAt: HOURS_AGO });
});

test("a passkey confirms its owner's session, and answers to no other question", async () => {
  const { ctx, device } = await signedIn();
  const { challenge } = await startReauthentication(ctx);
  const other = await signedIn();
  const passkey = device.get({ challenge, origin: env.APP_URL });
  await expect(reauthenticate(other.ctx, { passkey })).rejects.toMatchObject({ code: "invalid" });
  const { id } = await reauthenticate(ctx, { passkey });
  expect(await findSessionById(id)).toMatchObject({ factor: "passkey" });
  await expect(reauthenticate(ctx, { passkey })).rejects.toMatchObject({ code: "invalid" });
});

test("wrong codes are limited, and on record", async () => {
  const { ctx, secret } = await signedIn();
  for (let n = 0; n < 10; n++)
    await expect(reauthenticate(ctx, { code: "000 000" })).rejects.toMatchObject({ code: "invalid" });
  await expect(reauthenticate(ctx, { code: codeOf(secret) })).rejects.toMatchObject({ code: "rate_limited" });
});

test("signing out everywhere else ends sign-ins that wait for a factor", async () => {
  const { user, ctx } = await signedIn();
  const { id } = await startSignIn(user);
  await endOtherSessions(ctx);
  expect(await findPendingSignIn(id)).toBeNull();
});

/** Somebody with an app and a passkey, who last confirmed hours ago. */
async function signedIn() {
  const user = await createUser(await createOrganization(), { passwordHash: await hashPassword(PASSWORD) });
  const { secret, ctx: adder } = await createEquipped(user);
  const device = new SoftAuthenticator();
  const { challenge } = await startPasskey(adder);
  await addPasskey(adder, { name: "Laptop", credential: device.create({ challenge, origin: env.APP_URL }) });
  const sessionId = (await createSession(user.id, VISITOR)) ?? "";
  await database().update(sessions).set({ authenticatedAt: HOURS_AGO }).where(eq(sessions.id, sessionId));
  const session = await findSessionById(sessionId);
  if (!session) throw new Error("no session");
  const ctx: Context = sessionContext(session, "req_test", { ip: null, userAgent: "Test" });
  return { user, ctx, secret, device, sessionId };
}
