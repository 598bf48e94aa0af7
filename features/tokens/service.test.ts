import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser, createToken as storeToken } from "@/db/factories";
import { apiTokens, auditLog, memberships } from "@/db/schema";
import { permissionsOf } from "@/features/auth/permissions";
import { getToken, listTokens } from "./queries";
import { createTokenSchema } from "./schema";
import { mintToken } from "./secret";
import { createToken, revokeToken } from "./service";
import { verifyToken } from "./verify";

const USE = { ip: "203.0.113.7", route: "/api/v1/me" };

test("a new token works at once and the database holds nothing that would", async () => {
  const { ctx, user } = await workspace();
  const { token, ...created } = await createToken(ctx, { name: "CI", scopes: ["events:write"] });
  expect(created).toEqual(await getToken(ctx, created.id));
  expect(await verifyToken(token, USE)).toEqual({
    id: created.id,
    name: "CI",
    organizationId: ctx.organizationId,
    userId: user.id,
    permissions: new Set(["events:write", "events:read"]),
  });
  const [row] = await database().select().from(apiTokens).where(eq(apiTokens.id, created.id));
  expect(JSON.stringify(row)).not.toContain(token.slice(11, -4));
});

test("a token can't be given more than its maker may do", async () => {
  const { organization } = await workspace();
  const viewer = await createUser(organization, { role: "viewer" });
  const ctx = createContext(viewer, { permissions: [...permissionsOf("viewer"), "tokens:write"] });
  await expect(createToken(ctx, { name: "up", scopes: ["events:read", "team:write"] })).rejects.toMatchObject(
    {
      code: "invalid",
      issues: [{ path: "scopes", message: expect.stringContaining("team:write") }],
    },
  );
  expect((await listTokens(createContext(viewer), { limit: 25 })).data).toEqual([]);
});

test("without tokens:write nothing is made or revoked, without tokens:read nothing is seen", async () => {
  const { ctx, user } = await workspace();
  const { id } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  const reader = createContext(user, { permissions: ["tokens:read"] });
  await expect(createToken(reader, { name: "x", scopes: ["tokens:read"] })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(revokeToken(reader, id)).rejects.toMatchObject({ code: "forbidden" });
  expect((await getToken(ctx, id)).status).toBe("active");
  const blind = createContext(user, { permissions: ["events:read"] });
  await expect(listTokens(blind, { limit: 25 })).rejects.toMatchObject({ code: "forbidden" });
  await expect(getToken(blind, id)).rejects.toMatchObject({ code: "forbidden" });
});

test("demoting the maker shrinks the token, disabling or removing them ends it", async () => {
  const { ctx, user, organization } = await workspace();
  await createUser(organization, { role: "admin" });
  const { token } = await createToken(ctx, { name: "CI", scopes: ["subscriptions:write", "team:write"] });
  const membership = eq(memberships.userId, user.id);

  await database().update(memberships).set({ role: "viewer" }).where(membership);
  expect((await verifyToken(token, USE))?.permissions).toEqual(new Set(["subscriptions:read", "team:read"]));

  await database().update(memberships).set({ disabledAt: new Date() }).where(eq(memberships.userId, user.id));
  expect(await verifyToken(token, USE)).toBeNull();
  await database().update(memberships).set({ disabledAt: null }).where(eq(memberships.userId, user.id));
  expect(await verifyToken(token, USE)).not.toBeNull();

  await database().delete(memberships).where(membership);
  expect(await verifyToken(token, USE)).toBeNull();
});

test("a revoked token is refused from the next call on; revoking again changes nothing", async () => {
  const { ctx } = await workspace();
  const { id, token } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  await Promise.all([revokeToken(ctx, id), revokeToken(ctx, id)]);
  const revoked = await getToken(ctx, id);
  expect(revoked.status).toBe("revoked");
  expect(await verifyToken(token, USE)).toBeNull();
  await revokeToken(ctx, id);
  expect(await getToken(ctx, id)).toEqual(revoked);
  expect(await actionsOn(id)).toEqual(["token.created", "token.revoked"]);
});

test("an expired token is refused and listed as expired", async () => {
  const { ctx, user } = await workspace();
  const token = mintToken();
  const { id } = await storeToken(user, { token, expiresAt: new Date(Date.now() - 1_000) });
  expect(await verifyToken(token, USE)).toBeNull();
  expect((await getToken(ctx, id)).status).toBe("expired");
});

test("another organization's token is not there", async () => {
  const { ctx } = await workspace();
  const { ctx: stranger } = await workspace();
  const { id, token } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  await expect(getToken(stranger, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(revokeToken(stranger, id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listTokens(stranger, { limit: 25 })).data).toEqual([]);
  expect(await verifyToken(token, USE)).not.toBeNull();
});

test("a changed, unknown or foreign-looking token is refused", async () => {
  const { ctx } = await workspace();
  const { token } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  for (const other of [mintToken(), token.toLowerCase(), ` ${token}`, token.slice(0, -1), "", "rpl_at_"]) {
    expect(await verifyToken(other, USE)).toBeNull();
  }
});

test("the list filters by status and name, and its pages neither repeat nor skip", async () => {
  const { ctx, user } = await workspace();
  const past = new Date(Date.now() - 1_000);
  await storeToken(user, { token: mintToken(), name: "50% off", expiresAt: past });
  await storeToken(user, { token: mintToken(), name: "old", revokedAt: past, expiresAt: past });
  for (let n = 1; n <= 5; n++) await storeToken(user, { token: mintToken(), name: `ci ${n}` });

  const names = async (query: Partial<Parameters<typeof listTokens>[1]>) =>
    (await listTokens(ctx, { limit: 25, ...query })).data.map(({ name }) => name);
  expect(await names({ status: "expired" })).toEqual(["50% off"]);
  expect(await names({ status: "revoked" })).toEqual(["old"]);
  expect(await names({ status: "active" })).toEqual(["ci 5", "ci 4", "ci 3", "ci 2", "ci 1"]);
  expect(await names({ q: "0% O" })).toEqual(["50% off"]);
  expect(await names({ q: "%" })).toEqual(["50% off"]);

  const paged: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listTokens(ctx, { limit: 2, cursor });
    paged.push(...page.data.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(await names({}));
  await expect(listTokens(ctx, { limit: 2, cursor: "bm90LWFuLWlk" })).rejects.toMatchObject({
    code: "invalid",
  });
});

test("using a token notes when, from where and for what", async () => {
  const { ctx } = await workspace();
  const { id, token } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  await verifyToken(token, USE);
  await expect
    .poll(() => getToken(ctx, id))
    .toMatchObject({ lastUsedAt: expect.any(String), lastUsedIp: USE.ip, lastUsedRoute: USE.route });
});

test("an expiry in the past, an unknown scope and unknown fields are refused", () => {
  const base = { name: "CI", scopes: ["events:read"] };
  expect(createTokenSchema.safeParse(base).success).toBe(true);
  for (const wrong of [
    { expiresAt: new Date(Date.now() - 1_000).toISOString() },
    { expiresAt: "tomorrow" },
    { scopes: [] },
    { scopes: ["admin:*"] },
    { name: "   " },
    { createdBy: 1 },
  ]) {
    expect(createTokenSchema.safeParse({ ...base, ...wrong }).success).toBe(false);
  }
});

async function workspace() {
  const organization = await createOrganization();
  const user = await createUser(organization);
  return { organization, user, ctx: createContext(user) };
}

async function actionsOn(tokenId: string): Promise<string[]> {
  const rows = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(and(eq(auditLog.targetType, "token"), eq(auditLog.targetId, tokenId)))
    .orderBy(auditLog.id);
  return rows.map(({ action }) => action);
}
