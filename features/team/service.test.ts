import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createToken, createUser, type TestUser } from "@/db/factories";
import { apiTokens, auditLog, memberships, sessions, subscriptions, users } from "@/db/schema";
import { permissionsOf } from "@/features/auth/permissions";
import { createSession, encodeSessionCookie, findSession } from "@/features/auth/session";
import { createEquipped } from "@/features/factors/test-set-up";
import { createSubscription } from "@/features/subscriptions/service";
import { mintToken } from "@/features/tokens/secret";
import { verifyToken } from "@/features/tokens/verify";
import { getUser, listUsers } from "./queries";
import { removeUser } from "./removal";
import { updateUser } from "./service";
import { createTeam, setTeamMembers } from "./teams";

const USE = { ip: null, route: "/api/v1/me" };

test("a user shows role, teams, tokens and when they were last here", async () => {
  const { organization, ctx } = await workspace();
  const grace = await createUser(organization, { role: "agent", name: "Grace" });
  await createToken(grace, { token: mintToken(), name: "CI" });
  await createToken(grace, { token: mintToken(), revokedAt: new Date() });
  await createToken(grace, { token: mintToken(), expiresAt: new Date(Date.now() - 1000) });
  const team = await createTeam(ctx, { name: "Billing" });
  await setTeamMembers(ctx, team.id, [grace.id]);
  expect(await getUser(ctx, grace.id)).toEqual({
    id: grace.id,
    name: "Grace",
    email: grace.email,
    role: "agent",
    status: "active",
    lastActiveAt: null,
    teams: [{ id: team.id, name: "Billing" }],
    activeTokens: 1,
    factors: [],
    subscriptions: 0,
    tokens: [{ id: expect.any(String), name: "CI", lastUsedAt: null }],
    createdAt: expect.any(String),
  });

  await createSession(grace.id, { ip: null, userAgent: null });
  const lastActiveAt = (await getUser(ctx, grace.id)).lastActiveAt ?? "";
  expect(Math.abs(Date.parse(lastActiveAt) - Date.now())).toBeLessThan(60_000);
  // Who may not read tokens learns their number only.
  expect(await getUser(createContext(grace, { permissions: ["team:read"] }), grace.id)).not.toHaveProperty(
    "tokens",
  );
});

test("who has a second factor only those see who may change the team", async () => {
  const organization = await createOrganization();
  const { user } = await createEquipped(await createUser(organization, { role: "agent" }));
  const admin = createContext(await createUser(organization));
  expect(await getUser(admin, user.id)).toMatchObject({ factors: ["authenticator_app"] });
  const reader = createContext(await createUser(organization), { permissions: ["team:read"] });
  expect(await getUser(reader, user.id)).not.toHaveProperty("factors");
  const { data } = await listUsers(reader, { limit: 10 });
  expect(data.some((one) => "factors" in one)).toBe(false);
});

test("the list filters by role, status and text, and its pages neither repeat nor skip", async () => {
  const { organization, ctx } = await workspace();
  for (const name of ["Alan", "Barbara", "Claude"]) await createUser(organization, { role: "viewer", name });
  await createUser(organization, { role: "agent", name: "Zed 100%", disabledAt: new Date() });
  await createUser(await createOrganization(), { name: "Elsewhere" });
  const names = async (query: Partial<Parameters<typeof listUsers>[1]>) =>
    (await listUsers(ctx, { limit: 25, ...query })).data.map(({ name }) => name);
  expect(await names({})).toEqual(["Zed 100%", "Claude", "Barbara", "Alan", "Ada"]);
  expect(await names({ role: "viewer" })).toEqual(["Claude", "Barbara", "Alan"]);
  expect(await names({ status: "disabled" })).toEqual(["Zed 100%"]);
  expect(await names({ q: "0%" })).toEqual(["Zed 100%"]);
  expect(await names({ q: "BARB" })).toEqual(["Barbara"]);

  const paged: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listUsers(ctx, { limit: 2, cursor });
    paged.push(...page.data.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(await names({}));
  await expect(listUsers(ctx, { limit: 2, cursor: "bm90LWFuLWlk" })).rejects.toMatchObject({
    code: "invalid",
  });
});

test("another organization's user is unknown, to read, change, remove and inherit", async () => {
  const { organization, ctx } = await workspace();
  const foreign = await createUser(await createOrganization());
  const own = await createUser(organization, { role: "viewer" });
  await expect(getUser(ctx, foreign.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(updateUser(ctx, foreign.id, { role: "viewer" })).rejects.toMatchObject({ code: "not_found" });
  await expect(removeUser(ctx, foreign.id, {})).rejects.toMatchObject({ code: "not_found" });
  await expect(removeUser(ctx, own.id, { transferTo: foreign.id })).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "transferTo" }],
  });
  expect(await roleOf(foreign)).toBe("admin");
});

test("demoting shrinks the rights of tokens and sessions with the next call", async () => {
  const { organization, ctx } = await workspace();
  const grace = await createUser(organization, { role: "developer" });
  const token = mintToken();
  await createToken(grace, { token, scopes: ["subscriptions:write"] });
  expect((await verifyToken(token, USE))?.permissions).toContain("subscriptions:write");
  await updateUser(ctx, grace.id, { role: "viewer" });
  expect([...((await verifyToken(token, USE))?.permissions ?? [])]).toEqual(["subscriptions:read"]);
  expect(await actionsOn(grace)).toEqual(["user.role_changed"]);
  // The same again changes nothing and leaves no trace.
  await updateUser(ctx, grace.id, { role: "viewer" });
  expect(await actionsOn(grace)).toEqual(["user.role_changed"]);
});

test("disabling ends sessions for good and tokens until enabled again", async () => {
  const { organization, ctx } = await workspace();
  const grace = await createUser(organization, { role: "developer" });
  const cookie = await signIn(grace);
  const token = mintToken();
  await createToken(grace, { token });
  expect(await updateUser(ctx, grace.id, { status: "disabled" })).toMatchObject({ status: "disabled" });
  expect(await findSession(cookie)).toBeNull();
  expect(await verifyToken(token, USE)).toBeNull();
  expect(await updateUser(ctx, grace.id, { status: "active" })).toMatchObject({ status: "active" });
  expect(await findSession(cookie)).toBeNull();
  expect(await verifyToken(token, USE)).not.toBeNull();
  expect(await actionsOn(grace)).toEqual(["user.disabled", "user.enabled"]);
});

test("the last active admin stays, whatever is tried", async () => {
  const { organization, user, ctx } = await workspace();
  await createUser(organization, { disabledAt: new Date() });
  await createUser(organization, { role: "developer" });
  for (const attempt of [
    () => updateUser(ctx, user.id, { role: "developer" }),
    () => updateUser(ctx, user.id, { status: "disabled" }),
    () => updateUser(ctx, user.id, { role: "viewer", status: "disabled" }),
    () => removeUser(ctx, user.id, {}),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "conflict", message: /last active admin/ });
  }
  expect(await roleOf(user)).toBe("admin");
  // What leaves them an admin is fine.
  expect(await updateUser(ctx, user.id, { role: "admin", status: "active" })).toMatchObject({
    role: "admin",
  });
});

test("two admins who take each other's role at the same moment: one stays", async () => {
  for (let round = 0; round < 5; round++) {
    const organization = await createOrganization();
    const [ada, grace] = [await createUser(organization), await createUser(organization)];
    const results = await Promise.allSettled([
      updateUser(createContext(ada), grace.id, { role: "viewer" }),
      updateUser(createContext(grace), ada.id, { status: "disabled" }),
      removeUser(createContext(grace), ada.id, {}),
      removeUser(createContext(ada), grace.id, {}),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
    const left = await listUsers(createContext(ada), { limit: 25, role: "admin", status: "active" });
    expect(left.data).toHaveLength(1);
  }
});

test("nobody can give a role that may do more than they", async () => {
  const { organization, user } = await workspace();
  const grace = await createUser(organization, { role: "viewer" });
  const disabledAdmin = await createUser(organization, { disabledAt: new Date() });
  const limited = createContext(user, { permissions: ["team:read", "team:write", "tickets:read"] });
  for (const role of ["admin", "developer", "agent"] as const) {
    await expect(updateUser(limited, grace.id, { role })).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(updateUser(limited, disabledAdmin.id, { status: "active" })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await roleOf(grace)).toBe("viewer");
  const enough = createContext(user, { permissions: [...permissionsOf("agent"), "team:write"] });
  expect(await updateUser(enough, grace.id, { role: "agent" })).toMatchObject({ role: "agent" });
});

test("only those with team:write change anything", async () => {
  const { organization } = await workspace();
  const grace = await createUser(organization, { role: "developer" });
  const ctx = createContext(grace, { permissions: permissionsOf("developer") });
  await expect(updateUser(ctx, grace.id, { role: "admin" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(removeUser(ctx, grace.id, {})).rejects.toMatchObject({ code: "forbidden" });
});

test("who owns tokens isn't removed before it is said what becomes of them", async () => {
  const { organization, ctx } = await workspace();
  const grace = await createUser(organization, { role: "developer", name: "Grace" });
  for (let n = 0; n < 2; n++) await createToken(grace, { token: mintToken() });
  await createToken(grace, { token: mintToken(), revokedAt: new Date() });
  await expect(removeUser(ctx, grace.id, {})).rejects.toMatchObject({
    code: "conflict",
    message: /2 active tokens.*transferTo.*tokens=revoke/,
  });
  expect(await roleOf(grace)).toBe("developer");
});

test("removed with a transfer: tokens and subscriptions live on under the heir, sessions end, the person stays", async () => {
  const { organization, ctx } = await workspace();
  const grace = await createUser(organization, { role: "developer", name: "Grace" });
  const heir = await createUser(organization, { role: "developer", name: "Hedy" });
  const { subscriptionId, token, cookie } = await equip(grace);
  const team = await createTeam(ctx, { name: "Billing" });
  await setTeamMembers(ctx, team.id, [grace.id, heir.id]);

  await removeUser(ctx, grace.id, { transferTo: heir.id });

  expect(await verifyToken(token, USE)).toMatchObject({ userId: heir.id });
  expect(await ownerOf(subscriptionId)).toBe(heir.id);
  expect(await findSession(cookie)).toBeNull();
  expect(await roleOf(grace)).toBeUndefined();
  expect((await getUser(ctx, heir.id)).teams).toEqual([{ id: team.id, name: "Billing" }]);
  const [person] = await database().select({ name: users.name }).from(users).where(eq(users.id, grace.id));
  expect(person).toEqual({ name: "Grace" });
  expect(await actionsOn(grace)).toEqual(["user.removed"]);
  const open = await database()
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, grace.id)));
  expect(open.every((session) => session.revokedAt !== null)).toBe(true);
});

test("removed with their tokens revoked: subscriptions go to the remover", async () => {
  const { organization, user, ctx } = await workspace();
  const grace = await createUser(organization, { role: "developer" });
  const { subscriptionId, token, tokenId } = await equip(grace);
  await removeUser(ctx, grace.id, { tokens: "revoke" });
  expect(await verifyToken(token, USE)).toBeNull();
  const [row] = await database()
    .select({ createdBy: apiTokens.createdBy, revokedAt: apiTokens.revokedAt })
    .from(apiTokens)
    .where(eq(apiTokens.id, tokenId));
  expect(row).toEqual({ createdBy: grace.id, revokedAt: expect.any(Date) });
  expect(await ownerOf(subscriptionId)).toBe(user.id);
});

test("the heir must be another, active user, and can't make a token stronger than the remover is", async () => {
  const { organization, user, ctx } = await workspace();
  const grace = await createUser(organization, { role: "developer" });
  const disabled = await createUser(organization, { disabledAt: new Date() });
  await createToken(grace, { token: mintToken() });
  for (const transferTo of [grace.id, disabled.id, 2_000_000_000]) {
    await expect(removeUser(ctx, grace.id, { transferTo })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "transferTo" }],
    });
  }
  const limited = createContext(user, { permissions: ["team:read", "team:write"] });
  await expect(removeUser(limited, grace.id, { transferTo: user.id })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await roleOf(grace)).toBe("developer");
});

async function workspace() {
  const organization = await createOrganization();
  const user = await createUser(organization);
  return { organization, user, ctx: createContext(user) };
}

async function equip(user: TestUser) {
  const token = mintToken();
  const { id: tokenId } = await createToken(user, { token, scopes: ["subscriptions:write"] });
  const { id: subscriptionId } = await createSubscription(createContext(user), {
    targetUrl: "https://example.com/hook",
    eventTypes: ["ticket.created"],
    subscriptionLevel: "organization",
    format: "replify",
    retryPolicy: "standard",
  });
  return { token, tokenId, subscriptionId, cookie: await signIn(user) };
}

async function signIn(user: TestUser): Promise<string> {
  const id = await createSession(user.id, { ip: null, userAgent: null });
  const cookie = await encodeSessionCookie({ id: id ?? "", userId: user.id });
  expect(await findSession(cookie)).not.toBeNull();
  return cookie;
}

async function roleOf(user: TestUser): Promise<string | undefined> {
  const [row] = await database()
    .select({ role: memberships.role })
    .from(memberships)
    .where(eq(memberships.userId, user.id));
  return row?.role;
}

async function ownerOf(subscriptionId: string): Promise<number | undefined> {
  const [row] = await database()
    .select({ createdBy: subscriptions.createdBy })
    .from(subscriptions)
    .where(eq(subscriptions.id, subscriptionId));
  return row?.createdBy;
}

async function actionsOn(user: TestUser): Promise<string[]> {
  const rows = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(and(eq(auditLog.targetType, "user"), eq(auditLog.targetId, String(user.id))))
    .orderBy(auditLog.id);
  return rows.map(({ action }) => action);
}
