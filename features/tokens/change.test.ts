import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser, type TestUser } from "@/db/factories";
import { auditLog } from "@/db/schema";
import { permissionsOf } from "@/features/auth/permissions";
import type { Context } from "@/lib/context";
import type { Scope } from "@/lib/scopes";
import { getToken } from "./queries";
import { endTokenOverlap, extendTokenOverlap, revealToken, rotateToken } from "./rotation";
import type { CreateToken } from "./schema";
import { createToken, revokeToken, updateToken } from "./service";
import { verifyToken } from "./verify";

const USE = { ip: "203.0.113.7", route: "/api/v1/me" };
const DAY = { overlapSeconds: 86_400 };
const SOON = "2999-01-01T00:00:00.000Z";
const LATER = "2999-06-01T00:00:00.000Z";

let admin: TestUser;
let developer: TestUser;
let ctx: Context;
let developerCtx: Context;

beforeEach(async () => {
  const organization = await createOrganization();
  admin = await createUser(organization);
  developer = await createUser(organization, { role: "developer", name: "Dan" });
  ctx = createContext(admin);
  developerCtx = createContext(developer, { permissions: permissionsOf("developer") });
});

test("a change takes effect on the next call and is recorded", async () => {
  const { id, token } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  const changed = await updateToken(ctx, id, {
    name: "Build",
    scopes: ["events:write", "events:write"],
    allowedCidrs: ["203.0.113.0/24"],
    expiresAt: SOON,
  });
  expect(changed).toMatchObject({
    name: "Build",
    scopes: ["events:write"],
    allowedCidrs: ["203.0.113.0/24"],
    expiresAt: SOON,
  });
  expect((await verifyToken(token, USE))?.permissions).toEqual(new Set(["events:write", "events:read"]));
  await expect(verifyToken(token, { ...USE, ip: "10.0.0.1" })).rejects.toMatchObject({ code: "forbidden" });
  expect(await updateToken(ctx, id, { expiresAt: null, allowedCidrs: [] })).toMatchObject({
    expiresAt: null,
    allowedCidrs: [],
  });
  expect(await updateToken(ctx, id, { name: "Build" })).toMatchObject({ name: "Build" });

  const rows = await auditOf(id);
  expect(rows.map(({ action }) => action)).toEqual(["token.created", "token.updated", "token.updated"]);
  expect(JSON.parse(rows[1]?.changes ?? "")).toEqual({
    name: { from: "CI", to: "Build" },
    scopes: { from: ["events:read"], to: ["events:write"] },
    allowedCidrs: { from: [], to: ["203.0.113.0/24"] },
    expiresAt: { from: null, to: SOON },
  });
});

test("its owner gives a token nothing beyond what they may do, and keeps what they had", async () => {
  const { id } = await createToken(ctx, { name: "Dev", scopes: ["events:read", "customers:write"] });
  const demoted = createContext(admin, { permissions: permissionsOf("developer") });
  await expect(updateToken(demoted, id, { scopes: ["audit_log:write"] })).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "scopes", message: expect.stringContaining("audit_log:write") }],
  });
  const scopes: Scope[] = ["tokens:write", "customers:write"];
  expect((await updateToken(demoted, id, { scopes })).scopes).toEqual(scopes);
});

test("somebody else's token can be narrowed in every way, and widened, renamed or rotated in none", async () => {
  const limits = { expiresAt: LATER, allowedCidrs: ["203.0.113.0/24", "10.0.0.0/8"] };
  const { id } = await createToken(ctx, { name: "CI", scopes: ["events:write", "team:write"], ...limits });
  const weak = (await asToken({ scopes: ["tokens:write"] }, developerCtx)).ctx;
  for (const other of [developerCtx, weak]) {
    const before = await getToken(ctx, id);
    const refused = {
      scopes: { scopes: ["events:write", "team:write", "tickets:read"] satisfies Scope[] },
      expiresAt: { expiresAt: null },
      allowedCidrs: { allowedCidrs: [] },
      "allowedCidrs.1": { allowedCidrs: ["203.0.113.1", "192.0.2.1"] },
    };
    for (const [path, change] of Object.entries(refused)) {
      const error = { code: "forbidden", issues: [{ path }], message: /belongs to Ada/ };
      await expect(updateToken(other, id, change), path).rejects.toMatchObject(error);
    }
    for (const call of [
      () => updateToken(other, id, { name: "Mine" }),
      () => rotateToken(other, id, DAY),
      () => revealToken(other, id),
      () => extendTokenOverlap(other, id, DAY),
    ])
      await expect(call()).rejects.toMatchObject({ code: "forbidden", message: /belongs to Ada/ });
    expect(await getToken(ctx, id)).toEqual(before);
  }
  const narrowed = { scopes: ["events:read" as const], expiresAt: SOON, allowedCidrs: ["10.1.0.0/16"] };
  expect(await updateToken(weak, id, narrowed)).toMatchObject(narrowed);
  await revokeToken(weak, id);
  expect((await getToken(ctx, id)).status).toBe("revoked");
});

test("a token widens neither itself nor what it makes", async () => {
  const limits: Partial<CreateToken> = { expiresAt: SOON, allowedCidrs: ["203.0.113.0/24"] };
  const { id, ctx: own } = await asToken({ scopes: ["tokens:write", "events:read"], ...limits });
  const wider = {
    scopes: { scopes: ["tokens:write", "events:write"] satisfies Scope[] },
    expiresAt: { expiresAt: LATER },
    allowedCidrs: { allowedCidrs: [] },
    "allowedCidrs.1": { allowedCidrs: ["203.0.113.1", "10.0.0.0/8"] },
  };
  for (const [path, change] of Object.entries(wider)) {
    const refused = { code: "invalid", issues: [{ path }] };
    await expect(updateToken(own, id, change), path).rejects.toMatchObject(refused);
    const child: CreateToken = { name: "Child", scopes: ["events:read"], ...limits, ...change };
    await expect(createToken(own, child), path).rejects.toMatchObject(refused);
  }
  await expect(updateToken(own, id, { expiresAt: null })).rejects.toMatchObject({ code: "invalid" });
  const narrowed = { scopes: ["tokens:read" as const], allowedCidrs: ["203.0.113.9"] };
  expect(await updateToken(own, id, narrowed)).toMatchObject(narrowed);
});

test("a token's child inherits its allow-list unless it gets a narrower one", async () => {
  const allowedCidrs = ["203.0.113.0/24"];
  const { ctx: own } = await asToken({ scopes: ["tokens:write"], allowedCidrs });
  const child = await createToken(own, { name: "Child", scopes: ["tokens:read"] });
  expect(child.allowedCidrs).toEqual(allowedCidrs);
});

test("people rotate their own token even after they were demoted", async () => {
  const { id } = await createToken(ctx, { name: "Old rights", scopes: ["team:write"] });
  const demoted = createContext(admin, { permissions: permissionsOf("developer") });
  expect((await rotateToken(demoted, id, DAY)).status).toBe("overlap");
});

test("a rotation gives a new token, keeps all else, and waits for the overlap's end", async () => {
  const { token: old, ...before } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  const { token, ...rotated } = await rotateToken(ctx, before.id, DAY);
  expect(token).not.toBe(old);
  expect(rotated).toEqual({
    ...before,
    prefix: token.slice(0, 11),
    lastFour: token.slice(-4),
    status: "overlap",
    previousLastFour: old.slice(-4),
    previousExpiresAt: expect.any(String),
  });
  const leftMs = Date.parse(rotated.previousExpiresAt ?? "") - Date.now();
  expect(Math.abs(leftMs - 86_400_000)).toBeLessThan(60_000);
  await expect(rotateToken(ctx, before.id, DAY)).rejects.toMatchObject({ code: "conflict" });

  const ended = await endTokenOverlap(ctx, before.id);
  expect(ended).toMatchObject({ status: "active", previousExpiresAt: null, lastFour: token.slice(-4) });
  expect(await endTokenOverlap(ctx, before.id)).toEqual(ended);
  const next = await rotateToken(ctx, before.id, { overlapSeconds: 0 });
  expect(next).toMatchObject({ status: "active", previousLastFour: null });
  expect(await verifyToken(token, USE)).toBeNull();
  expect(await verifyToken(next.token, USE)).not.toBeNull();

  const rows = await auditOf(before.id);
  expect(rows.map(({ action }) => action)).toEqual([
    "token.created",
    "token.rotated",
    "token.overlap_ended",
    "token.rotated",
  ]);
  for (const secret of [old, token, next.token]) {
    expect(JSON.stringify(rows)).not.toContain(secret.slice(11, -4));
  }
});

test("a token doesn't extend its own overlap, whichever of its secrets calls", async () => {
  const { id, ctx: own } = await asToken({ scopes: ["tokens:write"] });
  await rotateToken(ctx, id, { overlapSeconds: 3600 });
  await expect(extendTokenOverlap(own, id, DAY)).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringContaining("its own overlap"),
  });
  const other = (await asToken({ scopes: ["tokens:write"] })).ctx;
  expect(await extendTokenOverlap(other, id, DAY)).toMatchObject({ status: "overlap" });
});

test("what is revoked stays as it is, and what has expired is prolonged before it is rotated", async () => {
  const { id } = await createToken(ctx, {
    name: "CI",
    scopes: ["events:read"],
    expiresAt: new Date().toISOString(),
  });
  await expect(rotateToken(ctx, id, DAY)).rejects.toMatchObject({ code: "conflict" });
  expect((await updateToken(ctx, id, { expiresAt: SOON })).status).toBe("active");
  expect((await rotateToken(ctx, id, DAY)).status).toBe("overlap");
  await revokeToken(ctx, id);
  const revoked = await getToken(ctx, id);
  await expect(updateToken(ctx, id, { name: "x" })).rejects.toMatchObject({ code: "conflict" });
  await expect(rotateToken(ctx, id, DAY)).rejects.toMatchObject({ code: "conflict" });
  await endTokenOverlap(ctx, id);
  expect(await getToken(ctx, id)).toMatchObject({
    ...revoked,
    previousExpiresAt: null,
    previousLastFour: null,
  });
});

test("another organization's token is not there, and writing takes tokens:write", async () => {
  const { id, token } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  const stranger = createContext(await createUser(await createOrganization()));
  const reader = createContext(admin, { permissions: ["tokens:read"] });
  const calls = [
    (who: Context) => updateToken(who, id, { name: "x" }),
    (who: Context) => rotateToken(who, id, DAY),
    (who: Context) => endTokenOverlap(who, id),
    (who: Context) => extendTokenOverlap(who, id, DAY),
  ];
  for (const call of calls) {
    await expect(call(stranger)).rejects.toMatchObject({ code: "not_found" });
    await expect(call(reader)).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await getToken(ctx, id)).toMatchObject({ name: "CI", status: "active" });
  expect(await verifyToken(token, USE)).not.toBeNull();
});

/** A token, of the admin's unless told, and the context that a call with it would have. */
async function asToken(
  input: Partial<CreateToken>,
  owner: Context = ctx,
): Promise<{ id: string; token: string; ctx: Context }> {
  const created = await createToken(owner, { name: "Caller", scopes: ["events:read"], ...input });
  return { id: created.id, token: created.token, ctx: await callingWith(created.token) };
}

async function callingWith(token: string): Promise<Context> {
  const verified = await verifyToken(token, USE);
  if (!verified) throw new Error("the token works");
  const { id, userId, name, isOldSecret, permissions } = verified;
  return { ...ctx, actor: { type: "token", tokenId: id, userId, name, isOldSecret }, permissions };
}

function auditOf(tokenId: string) {
  return database()
    .select({ action: auditLog.action, changes: auditLog.changes })
    .from(auditLog)
    .where(and(eq(auditLog.targetType, "token"), eq(auditLog.targetId, tokenId)))
    .orderBy(auditLog.id);
}
