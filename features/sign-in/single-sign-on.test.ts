import { and, eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser, type TestOrganization } from "@/db/factories";
import { emptyOwnDatabase, useOwnDatabase } from "@/db/own-database";
import { auditLog, invitations, memberships, sessions, userIdentities, users } from "@/db/schema";
import { readStory } from "@/e2e/audit-story";
import { atOnce } from "@/e2e/held-row";
import { updateUser } from "@/features/team/service";
import type { Role } from "@/lib/roles";

const CLIENT = { ip: "203.0.113.9", userAgent: "Test" };
const GRACE = {
  iss: "https://login.example.com",
  sub: "grace-1",
  email: "Grace@Example.com",
  email_verified: true,
  name: "Grace Hopper",
};

let dropDatabase: () => Promise<void>;
let organization: TestOrganization;

// Single sign-on looks at the whole installation, so this file has a database to itself.
beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
});

afterAll(() => dropDatabase());

beforeEach(async () => {
  await emptyOwnDatabase();
  organization = await createOrganization();
  await createUser(organization, { name: "Root" });
});

/** Settings are read once per process, so each set of them gets its modules anew. */
async function signIn(profile: object, settings: Record<string, string> = {}) {
  vi.resetModules();
  for (const name of ["OIDC_ALLOWED_DOMAINS", "OIDC_ROLE_MAP", "OIDC_DEFAULT_ROLE"])
    vi.stubEnv(name, settings[name] ?? "");
  const { signInWithProvider } = await import("./single-sign-on");
  return signInWithProvider(profile, CLIENT);
}

function seconds(instant: number): number {
  return Math.floor(instant / 1000);
}

async function roleOf(email: string): Promise<Role | undefined> {
  const [row] = await database()
    .select({ role: memberships.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(users.email, email), eq(memberships.organizationId, organization.id)));
  return row?.role;
}

test.each([
  ["no address", { ...GRACE, email: undefined }, "sso_incomplete"],
  ["an address nobody verified", { ...GRACE, email_verified: false }, "sso_unverified"],
  ["an address it says nothing about", { ...GRACE, email_verified: undefined }, "sso_unverified"],
  ["a stranger", GRACE, "sso_not_invited"],
])("refuses %s", async (_, profile, refusal) => {
  expect(await signIn(profile)).toEqual({ refusal });
  expect(await database().select().from(userIdentities)).toEqual([]);
});

test("lets only the allowed domains in, whole", async () => {
  const settings = { OIDC_ALLOWED_DOMAINS: "example.com", OIDC_DEFAULT_ROLE: "viewer" };
  for (const email of ["eve@evil.com", "eve@notexample.com", "eve@example.com.evil.com"])
    expect(await signIn({ ...GRACE, email }, settings)).toEqual({ refusal: "sso_domain" });
  expect(await signIn(GRACE, settings)).toMatchObject({ sessionId: expect.any(String) });
});

test("links an existing member by address, keeps the role, and knows them by subject afterwards", async () => {
  const member = await createUser(organization, { email: "grace@example.com", role: "developer" });
  expect(await signIn(GRACE, { OIDC_DEFAULT_ROLE: "viewer" })).toMatchObject({ userId: member.id });
  const renamed = { ...GRACE, email: "g.hopper@example.com" };
  expect(await signIn(renamed)).toMatchObject({ userId: member.id });
  expect(await roleOf("grace@example.com")).toBe("developer");
});

test("an invitation is accepted once, with its role", async () => {
  const [inviter] = await database().select({ id: users.id }).from(users);
  await database()
    .insert(invitations)
    .values({
      organizationId: organization.id,
      email: "grace@example.com",
      role: "agent",
      tokenHash: "x",
      invitedBy: inviter?.id ?? 0,
      expiresAt: sql`now() + interval '1 day'`,
    });
  const results = await Promise.all(Array.from({ length: 5 }, () => signIn(GRACE)));
  expect(new Set(results.map((result) => "userId" in result && result.userId)).size).toBe(1);
  expect(await roleOf("grace@example.com")).toBe("agent");
  const [invitation] = await database().select().from(invitations);
  expect(invitation?.acceptedAt).not.toBeNull();
  const accepted = await database()
    .select({ targetId: auditLog.targetId })
    .from(auditLog)
    .where(eq(auditLog.action, "invitation.accepted"))
    .orderBy(auditLog.id);
  expect(accepted).toEqual([{ targetId: invitation?.id }]);
});

test("groups decide the role at every sign-in, the strongest first, and are audited", async () => {
  const settings = { OIDC_ROLE_MAP: "ops:admin,help:agent" };
  await signIn({ ...GRACE, groups: ["help", "ops"] }, settings);
  expect(await roleOf("grace@example.com")).toBe("admin");
  await signIn({ ...GRACE, groups: "help" }, settings);
  expect(await roleOf("grace@example.com")).toBe("agent");
  expect(await signIn({ ...GRACE, groups: ["other"] }, settings)).toEqual({ refusal: "sso_no_group" });
  const entries = await database()
    .select({ action: auditLog.action, changes: auditLog.changes })
    .from(auditLog)
    .orderBy(auditLog.id);
  expect(entries.filter(({ action }) => action.startsWith("user."))).toEqual([
    {
      action: "user.identity_linked",
      changes: JSON.stringify({ provider: { from: null, to: GRACE.iss } }),
    },
    expect.objectContaining({ action: "user.joined" }),
    {
      action: "user.role_changed",
      changes: JSON.stringify({ role: { from: "admin", to: "agent" } }),
    },
  ]);
});

test("whoever loses the right to invite by their groups leaves no link that would let them in again", async () => {
  const settings = { OIDC_ROLE_MAP: "ops:admin,help:agent" };
  const result = await signIn({ ...GRACE, groups: ["ops"] }, settings);
  await database()
    .insert(invitations)
    .values({
      organizationId: organization.id,
      email: "grace@elsewhere.example",
      role: "admin",
      tokenHash: "x",
      invitedBy: "userId" in result ? result.userId : 0,
      expiresAt: sql`now() + interval '1 day'`,
    });
  await signIn({ ...GRACE, groups: ["ops"] }, settings);
  expect(await database().$count(invitations, isNull(invitations.revokedAt))).toBe(1);
  await signIn({ ...GRACE, groups: ["help"] }, settings);
  expect(await database().$count(invitations, isNull(invitations.revokedAt))).toBe(0);
});

test("a role that changes while groups are mapped is the one that they change", async () => {
  const settings = { OIDC_ROLE_MAP: "ops:admin,help:agent" };
  const root = createContext(await createUser(organization));
  await signIn({ ...GRACE, groups: ["ops"] }, settings);
  const [grace] = await database().select({ id: users.id }).from(users).where(eq(users.name, GRACE.name));
  if (!grace) throw new Error("she is a member");
  await atOnce<unknown>({ table: "memberships", column: "user_id", value: String(grace.id) }, [
    () => updateUser(root, grace.id, { role: "developer" }),
    () => signIn({ ...GRACE, groups: ["help"] }, settings),
  ]);
  const story = await readStory(organization.id);
  expect(story.flatMap(({ changes }) => (changes.role ? [changes.role] : []))).toEqual([
    { from: null, to: "admin" },
    { from: "admin", to: "developer" },
    { from: "developer", to: "agent" },
  ]);
});

test("the last admin stays one, whatever the groups say", async () => {
  await database().execute(sql`update users set email = 'grace@example.com'`);
  const settings = { OIDC_ROLE_MAP: "help:agent" };
  expect(await signIn({ ...GRACE, groups: ["help"] }, settings)).toMatchObject({ userId: 1 });
  expect(await roleOf("grace@example.com")).toBe("admin");
});

test("being let in proves who it is from when the provider says that they signed in, else not at all", async () => {
  await createUser(organization, { email: "grace@example.com", role: "agent" });
  const provenAt = async (claims: object) => {
    const signedIn = await signIn({ ...GRACE, iat: seconds(Date.now()), ...claims });
    const id = ("sessionId" in signedIn && signedIn.sessionId) || "";
    const [row] = await database()
      .select({ authenticatedAt: sessions.authenticatedAt })
      .from(sessions)
      .where(eq(sessions.id, id));
    return row?.authenticatedAt.getTime();
  };
  const anHourAgo = Date.now() - 3_600_000;
  expect(await provenAt({ auth_time: seconds(anHourAgo) })).toBe(seconds(anHourAgo) * 1000);
  expect(await provenAt({})).toBe(0);
  // A provider whose clock is ahead vouches for nothing that is still to come.
  expect(await provenAt({ auth_time: seconds(Date.now()) + 3600 })).toBeLessThanOrEqual(Date.now());
});

test("a disabled member stays out", async () => {
  await createUser(organization, { email: "grace@example.com", role: "agent", disabledAt: new Date() });
  expect(await signIn(GRACE)).toEqual({ refusal: "sso_disabled" });
});
