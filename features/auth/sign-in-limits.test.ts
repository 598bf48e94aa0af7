import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { eq, sql } from "drizzle-orm";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { createOrganization, createUser } from "@/db/factories";
import { auditLog, memberships, rateLimits } from "@/db/schema";
import { type RateLimit, rateLimitKey } from "@/features/limits/rate-limit";
import { AppError } from "@/lib/errors";
import { decodeDeviceCookie, encodeDeviceCookie } from "./known-device";
import { hashPassword } from "./password";
import { encodeSessionCookie, findSession, sessionIdOf, type Visitor } from "./session";
import { checkPassword, signInWithPassword } from "./sign-in";
import { signInWithLink } from "./sign-in-link";

const PASSWORD = "correct horse battery";
let passwordHash: string;
const mails: { to: string; source: string }[] = [];
const server = new SMTPServer({
  disabledCommands: ["AUTH", "STARTTLS"],
  onData(stream, { envelope }, done) {
    text(stream).then((source) => {
      mails.push({ to: envelope.rcptTo[0]?.address ?? "", source });
      done();
    }, done);
  },
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  // Before anything reads the settings, which happens once.
  vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${port}`);
  vi.stubEnv("MAIL_FROM", "Replify <replify@example.com>");
  passwordHash = await hashPassword(PASSWORD);
});

afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

test("of guesses from many addresses at once few are tried, and the account's owner gets in", async () => {
  const user = await createAccount();
  const office = visitor();
  expect(await signInWithPassword({ email: user.email, password: PASSWORD }, office)).not.toBeNull();
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => guess(user.email)));
  // Ten, and then those whose turn it was meanwhile: each pause is longer than the one before.
  expect(outcomes.filter((outcome) => outcome === "wrong").length).toBeLessThanOrEqual(15);
  await slowDown(user.email);

  const right = { email: user.email, password: PASSWORD };
  const device = await decodeDeviceCookie(await encodeDeviceCookie(user.id));
  expect(await checkPassword(right, { ...visitor(), device })).not.toBeNull();
  expect(await checkPassword(right, office)).not.toBeNull();
  // From elsewhere it waits for a turn, which comes within a minute, and is never locked out.
  const refused = await checkPassword(right, visitor()).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "rate_limited" });
  expect(Number(refused instanceof AppError && refused.headers["retry-after"])).toBeLessThanOrEqual(60);
  await endWindow(TURN, user.email);
  expect(await checkPassword(right, visitor())).not.toBeNull();
});

test("an account that does not exist is slowed down alike", async () => {
  const user = await createAccount();
  const answers = [];
  for (const email of [user.email, `${randomUUID()}@example.com`]) {
    const first = [];
    for (let tries = 0; tries < 10; tries++) first.push(await guess(email));
    await slowDown(email);
    answers.push([...first, await guess(email)]);
  }
  const slowed =
    "Too many attempts for this account, so each has to wait for its turn. If it exists, a link to sign in with was mailed to it.";
  expect(answers[0]).toEqual([...Array(10).fill("wrong"), slowed]);
  expect(answers[1]).toEqual(answers[0]);
});

test("a known browser guesses no more than others, and is known to its own account only", async () => {
  const user = await createAccount();
  const other = await createAccount();
  const device = await decodeDeviceCookie(await encodeDeviceCookie(user.id));
  for (let tries = 0; tries < 20; tries++) expect(await guess(user.email, { device })).toBe("wrong");
  expect(await guess(user.email, { device })).toBe("Too many wrong passwords in this browser.");

  await slowDown(other.email);
  expect(await guess(other.email, { device })).toContain("has to wait for its turn");
});

test("a device's cookie opens no session, and a session's is no device", async () => {
  const user = await createAccount();
  const device = await encodeDeviceCookie(user.id);
  expect(await sessionIdOf(device)).toBeNull();
  expect(await findSession(device)).toBeNull();
  for (const cookie of [await encodeSessionCookie({ id: randomUUID(), userId: user.id }), "", "a.b.c", "%"])
    expect(await decodeDeviceCookie(cookie)).toBeNull();
});

test("who is kept waiting is mailed one link an hour, which signs in once and proves nothing more", async () => {
  const user = await createAccount();
  await slowDown(user.email);
  await Promise.all(Array.from({ length: 5 }, () => guess(user.email)));
  await expect.poll(() => mailsTo(user.email)).toHaveLength(1);
  const token = tokenIn(mailsTo(user.email)[0]?.source ?? "");

  const results = await Promise.all([signInWithLink(token, visitor()), signInWithLink(token, visitor())]);
  const [signedIn, ...others] = results.filter((result) => result !== null);
  expect(others).toEqual([]);
  const session = await findSession(
    await encodeSessionCookie({ id: signedIn?.sessionId ?? "", userId: user.id }),
  );
  expect(session).toMatchObject({ userId: user.id, authenticatedAt: new Date(0) });
  expect(mailsTo(user.email)).toHaveLength(1);
  const entries = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(eq(auditLog.organizationId, user.organizationId))
    .orderBy(auditLog.id);
  expect(entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["session.link_sent", "session.link_used"]),
  );
});

test("a link ends after its hour, and lets nobody in who was disabled since", async () => {
  const [late, disabled] = [await createAccount(), await createAccount()];
  for (const { email } of [late, disabled]) {
    await slowDown(email);
    await guess(email);
  }
  const tokenOf = async (email: string) => {
    await expect.poll(() => mailsTo(email)).toHaveLength(1);
    return tokenIn(mailsTo(email)[0]?.source ?? "");
  };
  const tokens = [await tokenOf(late.email), await tokenOf(disabled.email)];
  await endWindow({ name: "sign-in-link", max: 1, windowSeconds: 3600 }, tokens[0] ?? "");
  await database()
    .update(memberships)
    .set({ disabledAt: new Date() })
    .where(eq(memberships.userId, disabled.id));
  for (const token of [...tokens, "rpl_sl_", "%"]) expect(await signInWithLink(token, visitor())).toBeNull();
});

async function createAccount() {
  return createUser(await createOrganization(), { passwordHash });
}

/** Tries a wrong password from an address that nobody has come from before; "wrong", or what it was refused with. */
async function guess(email: string, more: Partial<Visitor> = {}): Promise<string> {
  try {
    const user = await checkPassword({ email, password: "wrong" }, { ...visitor(), ...more });
    return user ? "right" : "wrong";
  } catch (error) {
    return error instanceof AppError ? error.message : String(error);
  }
}

function visitor(): Visitor {
  return { ip: randomUUID(), userAgent: "test" };
}

function mailsTo(email: string) {
  return mails.filter(({ to }) => to === email);
}

function tokenIn(source: string): string {
  const body = source.replace(/=\r\n/g, "").replaceAll("=3D", "=");
  return /\/sign-in\/link\/(\S+)/.exec(body)?.[1] ?? "";
}

const TURN = { name: "sign-in:turn", max: 1, windowSeconds: 60 };

/** As after many attempts, the last of which was just now. */
async function slowDown(email: string): Promise<void> {
  const keys = [{ name: "sign-in:account", max: 10, windowSeconds: 3600 }, TURN].map((limit) =>
    rateLimitKey(limit, email),
  );
  const state = { count: 100, windowEndsAt: sql`now() + interval '60 seconds'` };
  for (const key of keys)
    await database()
      .insert(rateLimits)
      .values({ key, ...state })
      .onConflictDoUpdate({ target: rateLimits.key, set: state });
}

async function endWindow(limit: RateLimit, subject: string): Promise<void> {
  await database()
    .update(rateLimits)
    .set({ windowEndsAt: sql`now() - interval '1 ms'` })
    .where(eq(rateLimits.key, rateLimitKey(limit, subject)));
}
