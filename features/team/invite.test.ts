import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, invitations, memberships, users } from "@/db/schema";
import { hashPassword } from "@/features/auth/password";
import { permissionsOf } from "@/features/auth/permissions";
import { encodeSessionCookie, findSession } from "@/features/auth/session";
import { acceptInvitation, findInvitation, type Proof } from "./accept-invitation";
import { getInvitation, listInvitations } from "./invitations";
import { createInvitations, resendInvitation, revokeInvitation } from "./invite";
import { createInvitationsSchema } from "./schema";
import { updateUser } from "./service";

const PASSWORD = "correct horse battery";
const LONG_AGO = new Date("2026-01-01");
const NEW: Proof = { kind: "new", name: "Grace", password: PASSWORD };

test("an invited person becomes a member with the role and is signed in", async () => {
  const { organization, ctx } = await workspace();
  const { email, token, id } = await invite(ctx, "developer");
  expect(await findInvitation(token)).toMatchObject({
    status: "pending",
    organizationName: "Acme",
    email,
    role: "developer",
    invitedBy: "Ada",
    account: "none",
  });
  const { userId, sessionId = "" } = await acceptInvitation(token, NEW, client());
  expect(await findSession(await encodeSessionCookie({ id: sessionId, userId }))).toMatchObject({
    organizationId: organization.id,
    name: "Grace",
    role: "developer",
  });
  expect(await getInvitation(ctx, id)).toMatchObject({
    status: "accepted",
    acceptedAt: expect.any(String),
  });
  const entries = await database()
    .select({ action: auditLog.action, actorId: auditLog.actorId, changes: auditLog.changes })
    .from(auditLog)
    .where(eq(auditLog.targetId, id))
    .orderBy(auditLog.id);
  expect(entries.map(({ action }) => action)).toEqual(["invitation.created", "invitation.accepted"]);
  expect(entries[1]?.actorId).toBe(String(userId));
  expect(JSON.stringify(entries)).not.toContain(token);
});

test("twenty who accept the same link at once make one member", async () => {
  const { organization, ctx } = await workspace();
  const { email, token } = await invite(ctx);
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, () => acceptInvitation(token, NEW, client())),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
  }
  expect(await database().select().from(users).where(eq(users.email, email))).toHaveLength(1);
  const members = await database()
    .select()
    .from(memberships)
    .where(eq(memberships.organizationId, organization.id));
  expect(members).toHaveLength(2);
});

test("the link is kept as a hash only, and works for nobody once revoked, expired, used or replaced", async () => {
  const { ctx } = await workspace();
  const first = await invite(ctx);
  const [stored] = await database().select().from(invitations).where(eq(invitations.id, first.id));
  expect(JSON.stringify(stored)).not.toContain(first.token);

  const { url } = await resendInvitation(ctx, first.id);
  const second = url.split("/").at(-1) ?? "";
  expect(second).not.toBe(first.token);
  expect(await findInvitation(first.token)).toBeNull();
  await expect(acceptInvitation(first.token, NEW, client())).rejects.toMatchObject({ code: "not_found" });

  await expire(first.id);
  expect(await findInvitation(second)).toMatchObject({ status: "expired" });
  await expect(acceptInvitation(second, NEW, client())).rejects.toMatchObject({
    code: "conflict",
    message: /expired/,
  });

  const third = (await resendInvitation(ctx, first.id)).url.split("/").at(-1) ?? "";
  await revokeInvitation(ctx, first.id);
  await revokeInvitation(ctx, first.id);
  await expect(acceptInvitation(third, NEW, client())).rejects.toMatchObject({
    code: "conflict",
    message: /revoked/,
  });
  await expect(resendInvitation(ctx, first.id)).rejects.toMatchObject({ code: "conflict" });

  const other = await invite(ctx);
  await acceptInvitation(other.token, NEW, client());
  await expect(acceptInvitation(other.token, NEW, client())).rejects.toMatchObject({
    message: /used already/,
  });
  await expect(revokeInvitation(ctx, other.id)).rejects.toMatchObject({ code: "conflict" });
  for (const wrong of ["", "rpl_it_", `${third}x`, first.token.toLowerCase()]) {
    expect(await findInvitation(wrong)).toBeNull();
  }
});

test("who has an account accepts with its password, or as signed in, and keeps both", async () => {
  const home = await createOrganization();
  const grace = await createUser(home, { name: "Grace", passwordHash: await hashPassword(PASSWORD) });
  for (const proof of [
    { kind: "password", password: PASSWORD },
    { kind: "session", factor: null, userId: grace.id, authenticatedAt: LONG_AGO },
  ] as const) {
    const { organization, ctx } = await workspace();
    const { token } = await invite(ctx, "viewer", grace.email);
    expect(await findInvitation(token)).toMatchObject({ account: "password" });
    await expect(
      acceptInvitation(token, { kind: "password", password: "wrong" }, client()),
    ).rejects.toMatchObject({ code: "invalid", issues: [{ path: "password" }] });
    // A name and password don't make a second account, nor a new password for the first.
    await expect(
      acceptInvitation(token, { ...NEW, password: "another password" }, client()),
    ).rejects.toMatchObject({ code: "invalid" });
    const accepted = await acceptInvitation(token, proof, client());
    expect(accepted.userId).toBe(grace.id);
    const cookie = await encodeSessionCookie({ id: accepted.sessionId ?? "", userId: grace.id });
    const session = await findSession(cookie);
    expect(session).toMatchObject({ organizationId: organization.id, role: "viewer" });
    // Only the password proves anew who it is.
    expect(session?.authenticatedAt.getTime() === LONG_AGO.getTime()).toBe(proof.kind === "session");
  }
});

test("an invited person can't take a password that is easily guessed, and the link stays good", async () => {
  const { ctx } = await workspace();
  const { token, email } = await invite(ctx);
  for (const password of ["passwordpassword", `${email}!`])
    await expect(acceptInvitation(token, { ...NEW, password }, client())).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "password" }],
    });
  expect(await findInvitation(token)).toMatchObject({ status: "pending" });
});

test("a session of someone else, and an account without a password, don't accept", async () => {
  const { organization, ctx } = await workspace();
  const eve = await createUser(organization, { role: "viewer" });
  const { token } = await invite(ctx);
  await expect(
    acceptInvitation(
      token,
      { kind: "session", factor: null, userId: eve.id, authenticatedAt: LONG_AGO },
      client(),
    ),
  ).rejects.toMatchObject({
    code: "conflict",
  });

  const withoutPassword = await createUser(await createOrganization());
  const other = await invite(ctx, "agent", withoutPassword.email);
  expect(await findInvitation(other.token)).toMatchObject({ account: "single-sign-on" });
  for (const proof of [NEW, { kind: "password", password: PASSWORD }] as const) {
    await expect(acceptInvitation(other.token, proof, client())).rejects.toMatchObject({ code: "conflict" });
  }
});

test("an old link does not bring back who was disabled since", async () => {
  const { ctx, organization } = await workspace();
  const { token, email } = await invite(ctx, "admin");
  const grace = await createUser(organization, {
    role: "viewer",
    email,
    passwordHash: await hashPassword(PASSWORD),
  });
  await updateUser(ctx, grace.id, { status: "disabled" });
  await expect(
    acceptInvitation(token, { kind: "password", password: PASSWORD }, client()),
  ).rejects.toMatchObject({ code: "conflict", message: /belong to this organization/ });
});

test("members and people invited already are refused by their place in the list, and nobody is invited", async () => {
  const { organization, ctx } = await workspace();
  const member = await createUser(organization, { role: "viewer" });
  const disabled = await createUser(organization, { role: "viewer", disabledAt: new Date() });
  const invited = await invite(ctx);
  for (const [email, why] of [
    [member.email, /is a user/],
    [disabled.email, /is a disabled user/],
    [invited.email, /invited already/],
  ] as const) {
    await expect(createInvitations(ctx, { emails: [address(), email], role: "agent" })).rejects.toMatchObject(
      { code: "conflict", issues: [{ path: "emails.1", message: why }] },
    );
  }
  expect((await listInvitations(ctx, { limit: 25 })).data).toHaveLength(1);

  // An expired one is no obstacle, and neither is the same address elsewhere.
  await expire(invited.id);
  const again = await createInvitations(ctx, { emails: [invited.email, invited.email], role: "agent" });
  expect(again).toMatchObject({ data: [{ email: invited.email, status: "pending" }], mailed: false });
  const other = await workspace();
  await createInvitations(other.ctx, { emails: [invited.email], role: "agent" });
});

test("two who invite the same person at once: one is told", async () => {
  const { ctx } = await workspace();
  const email = address();
  const results = await Promise.allSettled(
    Array.from({ length: 4 }, () => createInvitations(ctx, { emails: [email], role: "agent" })),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
  }
});

test("nobody hands out a link to more than they may do, neither a new one nor another's again", async () => {
  const { user, ctx } = await workspace();
  const { id } = await invite(ctx, "admin");
  const limited = createContext(user, { permissions: [...permissionsOf("viewer"), "team:write"] });
  await expect(createInvitations(limited, { emails: [address()], role: "admin" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(resendInvitation(limited, id)).rejects.toMatchObject({ code: "forbidden" });
  expect((await createInvitations(limited, { emails: [address()], role: "viewer" })).data).toHaveLength(1);
});

test("the list filters by status, and another organization sees none of it", async () => {
  const { ctx } = await workspace();
  const other = await workspace();
  const [pending, expired, revoked, accepted] = [
    await invite(ctx),
    await invite(ctx),
    await invite(ctx),
    await invite(ctx),
  ];
  await expire(expired.id);
  await revokeInvitation(ctx, revoked.id);
  await acceptInvitation(accepted.token, NEW, client());
  const ids = async (status?: "pending" | "expired" | "accepted" | "revoked") =>
    (await listInvitations(ctx, { limit: 25, status })).data.map(({ id }) => id);
  expect(await ids("pending")).toEqual([pending.id]);
  expect(await ids("expired")).toEqual([expired.id]);
  expect(await ids("revoked")).toEqual([revoked.id]);
  expect(await ids("accepted")).toEqual([accepted.id]);
  expect(await ids()).toHaveLength(4);
  expect((await listInvitations(other.ctx, { limit: 25 })).data).toEqual([]);
  for (const attempt of [getInvitation, resendInvitation, revokeInvitation]) {
    await expect(attempt(other.ctx, pending.id)).rejects.toMatchObject({ code: "not_found" });
  }
});

test("pasted addresses are trimmed and lower-cased; fifty at most", () => {
  const parsed = createInvitationsSchema.parse({ emails: [" Grace@Example.COM "], role: "agent" });
  expect(parsed.emails).toEqual(["grace@example.com"]);
  const wrong = createInvitationsSchema.safeParse({ emails: ["a@example.com", "nope"], role: "agent" });
  expect(wrong.error?.issues[0]?.path).toEqual(["emails", 1]);
  const many = Array.from({ length: 51 }, (_, n) => `p${n}@example.com`);
  expect(createInvitationsSchema.safeParse({ emails: many, role: "agent" }).success).toBe(false);
  expect(createInvitationsSchema.safeParse({ emails: [], role: "agent" }).success).toBe(false);
});

async function workspace() {
  const organization = await createOrganization();
  const user = await createUser(organization);
  return { organization, user, ctx: createContext(user) };
}

async function invite(
  ctx: ReturnType<typeof createContext>,
  role: "admin" | "developer" | "agent" | "viewer" = "agent",
  email = address(),
) {
  const { data } = await createInvitations(ctx, { emails: [email], role });
  const url = data[0]?.url ?? "";
  expect(url).toMatch(/^http:\/\/localhost:3000\/invite\/rpl_it_[\w-]{43}$/);
  return { email, id: data[0]?.id ?? "", token: url.split("/").at(-1) ?? "" };
}

function address(): string {
  return `${randomUUID()}@example.com`;
}

async function expire(id: string): Promise<void> {
  await database()
    .update(invitations)
    .set({ expiresAt: sql`now() - interval '1 second'` })
    .where(eq(invitations.id, id));
}

/** An address of its own per call, since sign-ins are limited by address. */
function client() {
  return { ip: randomUUID(), userAgent: "test" };
}
