import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { users } from "@/db/schema";
import { type MailServer, startMailServer } from "@/e2e/mail-server";
import { createSession } from "@/features/auth/session";
import { resetFactors } from "@/features/team/reset-factors";
import { completeSignIn } from "./pending";
import { createEquipped, startSignIn, VISITOR } from "./test-set-up";

let server: MailServer;

beforeAll(async () => {
  server = await startMailServer();
  // Before anything reads the settings, which happens once.
  vi.stubEnv("SMTP_URL", server.url);
  vi.stubEnv("MAIL_FROM", "Replify <replify@example.com>");
});

beforeEach(() => {
  server.mails.length = 0;
});

afterAll(() => server.stop());

const FIREFOX = { ip: "203.0.113.9", userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0" };

test("the first sign-in ever alarms nobody, a new browser is told of, and a known one is not", async () => {
  const user = await createUser(await createOrganization());
  await createSession(user.id, FIREFOX);
  await createSession(user.id, { ...FIREFOX, device: { id: "laptop", userId: user.id } });
  await createSession(user.id, { ...FIREFOX, device: { id: "theirs", userId: user.id + 1 } });
  const [mail] = await received(1);
  expect(mail).toMatchObject({ to: user.email, headers: { subject: "New sign-in to Replify" } });
  expect(mail?.text).toContain("Firefox on Linux");
  expect(mail?.text).toContain("203.0.113.9");
  expect(mail?.text).toMatch(/When: \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  expect(mail?.text).toContain("/settings/profile");
});

test("a program without cookies is told of once a day, another one at once, and two first ones at once are one first", async () => {
  const user = await createUser(await createOrganization());
  await Promise.all([createSession(user.id, FIREFOX), createSession(user.id, FIREFOX)]);
  await createSession(user.id, FIREFOX);
  await createSession(user.id, { ip: "203.0.113.10", userAgent: "curl/8.0" });
  const mails = await received(2);
  const browsers = mails.map(({ text }) => /Browser: (.*)/.exec(text)?.[1]);
  expect(browsers.toSorted()).toEqual(["Firefox on Linux", "curl"]);
  const [row] = await database()
    .select({ at: users.firstSignedInAt })
    .from(users)
    .where(eq(users.id, user.id));
  expect(row?.at).not.toBeNull();
});

test("the owner hears of a new factor, a used recovery code, wrong codes and a reset, and never reads a secret", async () => {
  const { user, secret, recoveryCodes } = await createEquipped();
  const pending = await startSignIn(user);
  for (let n = 0; n < 10; n++)
    await expect(completeSignIn(pending, VISITOR, { code: "wrong" })).rejects.toMatchObject({
      code: "invalid",
    });
  const known = { ...VISITOR, device: { id: "laptop", userId: user.id } };
  await completeSignIn(pending, known, { code: recoveryCodes[0] ?? "" });
  const admin = await createUser(
    { id: user.organizationId, name: "Acme" },
    { name: "Grace\nSubject: hello" },
  );
  await resetFactors(createContext(admin), user.id);
  const mails = await received(4);
  expect(mails.map(({ headers }) => headers.subject)).toEqual([
    "A recovery code was used",
    "A second factor was added",
    "Wrong codes for your account",
    "Your second factors were reset",
  ]);
  expect(mails[0]?.text).toContain("9 are left");
  expect(mails[3]?.text).toContain("Grace Subject: hello reset");
  for (const { to, text } of mails) {
    expect(to).toBe(user.email);
    for (const hidden of [secret, ...recoveryCodes]) expect(text).not.toContain(hidden);
  }
});

/** By their subjects, as each goes over a connection of its own. */
async function received(count: number) {
  await expect.poll(() => server.mails).toHaveLength(count);
  return server.mails.toSorted((a, b) => (a.headers.subject ?? "").localeCompare(b.headers.subject ?? ""));
}
