import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser, createToken as storeToken } from "@/db/factories";
import { apiTokens, auditLog } from "@/db/schema";
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
    isOldSecret: false,
    permissions: new Set(["events:write", "events:read"]),
    ownerMay: permissionsOf(user.role),
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
