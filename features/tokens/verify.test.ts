import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser, type TestUser } from "@/db/factories";
import { apiTokens, memberships, tokenUsage } from "@/db/schema";
import { atOnce } from "@/e2e/held-row";
import { createInvitations } from "@/features/team/invite";
import { getUser } from "@/features/team/queries";
import { removeUser } from "@/features/team/removal";
import { updateUser } from "@/features/team/service";
import { createTeam } from "@/features/team/teams";
import type { Context } from "@/lib/context";
import { SCOPES, TOKEN_SCOPES } from "@/lib/scopes";
import { getToken, getTokenUsage } from "./queries";
import { endTokenOverlap, rotateToken } from "./rotation";
import { mintToken } from "./secret";
import { createToken } from "./service";
import { flushUsage } from "./usage";
import { verifyToken } from "./verify";

const USE = { ip: "203.0.113.7", route: "/api/v1/me" };
const DAY_SECONDS = 86_400;

let user: TestUser;
let ctx: ReturnType<typeof createContext>;

beforeEach(async () => {
  const organization = await createOrganization();
  user = await createUser(organization);
  ctx = createContext(user);
  await createUser(organization, { role: "admin" });
});

afterEach(() => vi.useRealTimers());

test("demoting the maker shrinks the token, disabling or removing them ends it", async () => {
  const { token } = await createToken(ctx, { name: "CI", scopes: ["subscriptions:write", "team:write"] });
  const membership = eq(memberships.userId, user.id);
  // A right in another organization is no right here.
  const elsewhere = await createOrganization();
  await database()
    .insert(memberships)
    .values({ organizationId: elsewhere.id, userId: user.id, role: "admin" });
  const here = () => database().update(memberships);

  await here().set({ role: "viewer" }).where(eq(memberships.organizationId, user.organizationId));
  expect((await verifyToken(token, USE))?.permissions).toEqual(new Set(["subscriptions:read", "team:read"]));
  await here().set({ role: "agent" }).where(eq(memberships.organizationId, user.organizationId));
  expect((await verifyToken(token, USE))?.permissions).toEqual(new Set(["subscriptions:read", "team:read"]));

  await here().set({ disabledAt: new Date() }).where(eq(memberships.organizationId, user.organizationId));
  expect(await verifyToken(token, USE)).toBeNull();
  await here().set({ disabledAt: null }).where(membership);
  expect(await verifyToken(token, USE)).not.toBeNull();

  await database().delete(memberships).where(eq(memberships.organizationId, user.organizationId));
  expect(await verifyToken(token, USE)).toBeNull();
});

test("a token reads people and never changes them, whatever scopes it lists", async () => {
  const { token, id, scopes } = await createToken(ctx, { name: "Old", scopes: [...SCOPES] });
  expect(scopes).toContain("team:write");
  const verified = await verifyToken(token, USE);
  expect(verified?.permissions).toEqual(new Set(TOKEN_SCOPES));
  const actor = { type: "token" as const, tokenId: id, userId: user.id, name: "Old" };
  const own: Context = { ...ctx, actor, permissions: verified?.permissions ?? new Set() };
  expect((await getUser(own, user.id)).id).toBe(user.id);
  for (const change of [
    () => createInvitations(own, { emails: ["eve@example.com"], role: "viewer" }),
    () => updateUser(own, user.id, { role: "viewer" }),
    () => removeUser(own, user.id, {}),
    () => createTeam(own, { name: "Theirs" }),
  ]) {
    await expect(change()).rejects.toMatchObject({ code: "forbidden", message: /never change them/ });
    await expect(change()).rejects.not.toHaveProperty("members.missingScope");
  }
});

test("a changed, unknown or foreign-looking token is refused", async () => {
  const { token } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  for (const other of [mintToken(), token.toLowerCase(), ` ${token}`, token.slice(0, -1), "", "rpl_at_"]) {
    expect(await verifyToken(other, USE)).toBeNull();
  }
});

test("a token with an allow-list works from its networks only", async () => {
  const { token, id } = await createToken(ctx, {
    name: "CI",
    scopes: ["events:read"],
    allowedCidrs: ["203.0.113.0/24", "2001:db8::/32", "198.51.100.9"],
  });
  for (const ip of ["203.0.113.7", "::ffff:203.0.113.7", "2001:db8:1::1", "198.51.100.9"]) {
    expect(await verifyToken(token, { ...USE, ip }), ip).toMatchObject({ id });
  }
  for (const ip of ["203.0.114.1", "::ffff:203.0.114.1", "2001:db9::1", "198.51.100.8", "::1", null]) {
    const refused = verifyToken(token, { ...USE, ip });
    await expect(refused, String(ip)).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining(ip ?? "an unknown address"),
    });
    await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining("203.0.113.0") });
  }
  await flushUsage();
  expect(await getToken(ctx, id)).toMatchObject({ lastUsedIp: "198.51.100.9" });
});

test("during an overlap both tokens work, then the old one is refused", async () => {
  const { token: old, id } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  const { token } = await rotateToken(ctx, id, { overlapSeconds: DAY_SECONDS });
  expect(await verifyToken(old, USE)).toMatchObject({ id });
  expect(await verifyToken(token, USE)).toMatchObject({ id });

  await database()
    .update(apiTokens)
    .set({ previousExpiresAt: new Date(Date.now() - 1) })
    .where(eq(apiTokens.id, id));
  expect(await verifyToken(old, USE)).toBeNull();
  expect(await verifyToken(token, USE)).toMatchObject({ id });
  expect(await getToken(ctx, id)).toMatchObject({ status: "active", previousLastFour: null });
});

test("ending the overlap, revoking and expiry end the old token as well", async () => {
  const ends = [
    (id: string) => endTokenOverlap(ctx, id),
    (id: string) => database().update(apiTokens).set({ revokedAt: new Date() }).where(eq(apiTokens.id, id)),
    (id: string) => database().update(apiTokens).set({ expiresAt: new Date() }).where(eq(apiTokens.id, id)),
  ];
  for (const end of ends) {
    const { token: old, id } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
    await rotateToken(ctx, id, { overlapSeconds: DAY_SECONDS });
    expect(await verifyToken(old, USE)).not.toBeNull();
    await end(id);
    expect(await verifyToken(old, USE)).toBeNull();
  }
});

test("the allow-list holds for the old token, too", async () => {
  const allowedCidrs = ["10.0.0.0/8"];
  const { token: old, id } = await createToken(ctx, { name: "CI", scopes: ["events:read"], allowedCidrs });
  await rotateToken(ctx, id, { overlapSeconds: DAY_SECONDS });
  await expect(verifyToken(old, USE)).rejects.toMatchObject({ code: "forbidden" });
});

test("calls are counted by day, and the last one is noted", async () => {
  // At noon, so that no day ends while the test goes on.
  vi.useFakeTimers({ now: new Date().setUTCHours(12), toFake: ["Date"] });
  const { id, token } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  const { id: idle } = await createToken(ctx, { name: "Idle", scopes: ["events:read"] });
  await verifyToken(token, { ip: "198.51.100.1", route: "/api/v1/events" });
  await verifyToken(token, USE);
  await Promise.all([flushUsage(), flushUsage()]);
  expect(await getToken(ctx, id)).toMatchObject({
    lastUsedAt: expect.any(String),
    lastUsedIp: USE.ip,
    lastUsedRoute: USE.route,
  });
  await verifyToken(token, USE);
  await flushUsage();
  const yesterday = new Date(Date.now() - DAY_SECONDS * 1_000).toISOString().slice(0, 10);
  await database().insert(tokenUsage).values({ tokenId: id, day: yesterday, requests: 4 });

  const { data } = await getTokenUsage(ctx, id, 30);
  expect(data).toHaveLength(30);
  expect(data.slice(-3).map(({ requests }) => requests)).toEqual([0, 4, 3]);
  expect(data.at(-1)?.day).toBe(new Date().toISOString().slice(0, 10));
  expect((await getTokenUsage(ctx, idle, 7)).data.every(({ requests }) => requests === 0)).toBe(true);
  const stranger = createContext(await createUser(await createOrganization()));
  await expect(getTokenUsage(stranger, id, 30)).rejects.toMatchObject({ code: "not_found" });
});

test("use shows without being asked for, and a token deleted meanwhile does not stop it", async () => {
  const { id, token } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  const { id: gone, token: deleted } = await createToken(ctx, { name: "Gone", scopes: ["events:read"] });
  await verifyToken(deleted, USE);
  await verifyToken(token, USE);
  await database().delete(apiTokens).where(eq(apiTokens.id, gone));
  await expect.poll(async () => (await getToken(ctx, id)).lastUsedRoute).toBe(USE.route);
});

test("whoever asks for it to be written waits for what is being written, too", async () => {
  const { id, token } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  await verifyToken(token, USE);
  const ended: string[] = [];
  const flush = (name: string) => flushUsage().then(() => ended.push(name));
  const held = { table: "api_tokens", column: "id", value: id };
  await atOnce(held, [() => Promise.all([flush("first"), flush("second")])]);
  expect(ended).toEqual(["first", "second"]);
});

test("a rotation remembers when the old token was used last", async () => {
  const { id, token: old } = await createToken(ctx, { name: "CI", scopes: ["events:read"] });
  await verifyToken(old, USE);
  await flushUsage();
  const { lastUsedAt } = await getToken(ctx, id);
  const { token } = await rotateToken(ctx, id, { overlapSeconds: DAY_SECONDS });
  await verifyToken(token, USE);
  await flushUsage();
  expect(await getToken(ctx, id)).toMatchObject({ previousLastUsedAt: lastUsedAt });
  await verifyToken(old, USE);
  await flushUsage();
  const { previousLastUsedAt } = await getToken(ctx, id);
  expect(Date.parse(previousLastUsedAt ?? "")).toBeGreaterThan(Date.parse(lastUsedAt ?? ""));
});

test("calls of the same moment get each their own token, whatever the others have", async () => {
  const tokens = await Promise.all(
    ["A", "B", "C"].map((name) => createToken(ctx, { name, scopes: ["tickets:read"] })),
  );
  const [first, second, third] = tokens.map(({ token }) => token);
  const asked = [first, mintToken(), second, third, second, "rpl_at_no", first];
  const verified = await Promise.all(asked.map((token) => verifyToken(token ?? "", USE)));
  expect(verified.map((token) => token?.name ?? null)).toEqual(["A", null, "B", "C", "B", null, "A"]);
});
