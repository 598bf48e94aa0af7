import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { database } from "@/db/client";
import { createOrganization, createUser } from "@/db/factories";
import { auditLog, sessions, users } from "@/db/schema";
import { hashPassword } from "./password";
import { encodeSessionCookie, findSession } from "./session";
import { signInWithPassword } from "./sign-in";

const PASSWORD = "correct horse battery";
let passwordHash: string;

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});

test("the right password starts a session of that user in their organization", async () => {
  const organization = await createOrganization();
  const user = await createUser(organization, { role: "developer", passwordHash });
  const signedIn = await signInWithPassword(
    { email: user.email.toUpperCase(), password: PASSWORD },
    client(),
  );
  expect(signedIn).toMatchObject({ userId: user.id });
  const cookie = await encodeSessionCookie({ id: signedIn?.sessionId ?? "", userId: user.id });
  expect(await findSession(cookie)).toEqual({
    id: signedIn?.sessionId,
    userId: user.id,
    organizationId: organization.id,
    name: user.name,
    role: "developer",
    authenticatedAt: expect.any(Date),
    factor: null,
  });
});

test("the audit log has who came in and who was refused", async () => {
  const organization = await createOrganization();
  const user = await createUser(organization, { passwordHash });
  const office = client();
  const signedIn = await signInWithPassword({ email: user.email, password: PASSWORD }, office);
  expect(await signInWithPassword({ email: user.email, password: "wrong" }, office)).toBeNull();
  expect(
    await signInWithPassword({ email: `${randomUUID()}@example.com`, password: "wrong" }, office),
  ).toBeNull();

  const entries = () =>
    database()
      .select({
        action: auditLog.action,
        actorType: auditLog.actorType,
        targetId: auditLog.targetId,
        outcome: auditLog.outcome,
        ip: auditLog.ip,
      })
      .from(auditLog)
      .where(eq(auditLog.organizationId, organization.id))
      .orderBy(auditLog.id);
  await expect.poll(entries).toEqual([
    {
      action: "session.started",
      actorType: "user",
      targetId: signedIn?.sessionId,
      outcome: "success",
      ip: office.ip,
    },
    {
      action: "session.refused",
      actorType: "system",
      targetId: String(user.id),
      outcome: "failure",
      ip: office.ip,
    },
  ]);
});

test("every sign-in has a session of its own", async () => {
  const user = await createUser(await createOrganization(), { passwordHash });
  const first = await signInWithPassword({ email: user.email, password: PASSWORD }, client());
  const second = await signInWithPassword({ email: user.email, password: PASSWORD }, client());
  expect(first?.sessionId).not.toBe(second?.sessionId);
});

test("a wrong password, an unknown person, a disabled one and one without a password all get the same answer", async () => {
  const organization = await createOrganization();
  const known = await createUser(organization, { passwordHash });
  const disabled = await createUser(organization, { passwordHash, disabledAt: new Date() });
  const withoutPassword = await createUser(organization);
  const attempts = [
    { email: known.email, password: `${PASSWORD}!` },
    { email: `${randomUUID()}@example.com`, password: PASSWORD },
    { email: disabled.email, password: PASSWORD },
    { email: withoutPassword.email, password: "no user has this password" },
    { email: known.email, password: "" },
    { email: [known.email], password: PASSWORD },
    undefined,
  ];
  for (const credentials of attempts) {
    expect(await signInWithPassword(credentials, client())).toBeNull();
  }
  const started = await database()
    .select()
    .from(sessions)
    .where(eq(sessions.organizationId, organization.id));
  expect(started).toEqual([]);
});

test("a user who was removed from every organization can't come in", async () => {
  const [loner] = await database()
    .insert(users)
    .values({ email: `${randomUUID()}@example.com`, name: "Lee", passwordHash })
    .returning({ email: users.email });
  expect(await signInWithPassword({ email: loner?.email, password: PASSWORD }, client())).toBeNull();
});

test("after 20 failures an address has to wait, while another still gets in", async () => {
  const user = await createUser(await createOrganization(), { passwordHash });
  const attacker = client();
  for (let attempt = 0; attempt < 20; attempt++) {
    const email = `${randomUUID()}@example.com`;
    expect(await signInWithPassword({ email, password: "wrong" }, attacker)).toBeNull();
  }
  const refused = signInWithPassword({ email: user.email, password: PASSWORD }, attacker);
  await expect(refused).rejects.toMatchObject({
    code: "rate_limited",
    headers: { "retry-after": expect.stringMatching(/^[1-9]\d*$/) },
  });
  expect(await signInWithPassword({ email: user.email, password: PASSWORD }, client())).not.toBeNull();
});

test("successes are not counted", async () => {
  const user = await createUser(await createOrganization(), { passwordHash });
  const office = client();
  for (let attempt = 0; attempt < 22; attempt++) {
    expect(await signInWithPassword({ email: user.email, password: PASSWORD }, office)).not.toBeNull();
  }
});

/** An address of its own per test, since failures are counted by address. */
function client() {
  return { ip: randomUUID(), userAgent: "test" };
}
