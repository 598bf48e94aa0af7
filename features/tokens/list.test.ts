import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import {
  createContext,
  createOrganization,
  createUser,
  createToken as storeToken,
  type TestUser,
} from "@/db/factories";
import { apiTokens } from "@/db/schema";
import type { Context } from "@/lib/context";
import { DAY_MS } from "@/lib/time";
import { getToken, listTokenOwners, listTokens } from "./queries";
import { mintToken } from "./secret";
import { TOKEN_STATUSES } from "./statuses";

type Columns = Partial<typeof apiTokens.$inferInsert>;

test("the list filters by status and name, and its pages neither repeat nor skip", async () => {
  const { ctx, user } = await workspace();
  await store(user, "50% off", { expiresAt: daysFromNow(-1) });
  await store(user, "old", { revokedAt: daysFromNow(-1), expiresAt: daysFromNow(-1) });
  for (let n = 1; n <= 5; n++) await store(user, `ci ${n}`);

  const names = namesOf(ctx);
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

test("every token has the one status by which the list finds it", async () => {
  const { ctx, user } = await workspace();
  const moments = [null, daysFromNow(-1), daysFromNow(1), daysFromNow(20)];
  for (const expiresAt of moments) {
    for (const previousExpiresAt of moments) {
      for (const revokedAt of [null, daysFromNow(-1)])
        await store(user, "any", { expiresAt, previousExpiresAt, revokedAt });
    }
  }
  let found = 0;
  for (const status of TOKEN_STATUSES) {
    const { data } = await listTokens(ctx, { limit: 100, status });
    expect(data.length, status).toBeGreaterThan(0);
    expect(new Set(data.map((token) => token.status))).toEqual(new Set([status]));
    found += data.length;
  }
  expect(found).toBe(32);
});

test("the stronger statement names the status", async () => {
  const { ctx, user } = await workspace();
  const statusOf = async (columns: Columns) =>
    (await getToken(ctx, await store(user, "one", columns))).status;
  const overlap = { previousExpiresAt: daysFromNow(1) };
  expect(await statusOf({})).toBe("active");
  expect(await statusOf({ expiresAt: daysFromNow(14.1) })).toBe("active");
  expect(await statusOf({ expiresAt: daysFromNow(13.9) })).toBe("expiring");
  expect(await statusOf({ expiresAt: daysFromNow(1), ...overlap })).toBe("overlap");
  expect(await statusOf({ expiresAt: daysFromNow(-1), ...overlap })).toBe("expired");
  expect(await statusOf({ expiresAt: daysFromNow(-1), revokedAt: daysFromNow(-2) })).toBe("revoked");
});

test("a token counts as unused after 30 days, or 7 without a first call, while it works", async () => {
  const { ctx, user } = await workspace();
  await store(user, "idle", { createdAt: daysFromNow(-90), lastUsedAt: daysFromNow(-30.1) });
  await store(user, "never", { createdAt: daysFromNow(-7.1) });
  await store(user, "busy", { createdAt: daysFromNow(-90), lastUsedAt: daysFromNow(-29.9) });
  await store(user, "new", { createdAt: daysFromNow(-6.9) });
  await store(user, "revoked", { createdAt: daysFromNow(-90), revokedAt: daysFromNow(-1) });
  await store(user, "expired", { createdAt: daysFromNow(-90), expiresAt: daysFromNow(-1) });

  const names = namesOf(ctx);
  expect(await names({ unused: "true" })).toEqual(["never", "idle"]);
  expect(await names({ unused: "false" })).toEqual(["expired", "revoked", "new", "busy"]);
  const { data } = await listTokens(ctx, { limit: 25 });
  expect(data.filter(({ isUnused }) => isUnused).map(({ name }) => name)).toEqual(["never", "idle"]);
});

test("the list filters by owner and by what a token grants, in its own organization only", async () => {
  const { ctx, user, organization } = await workspace();
  const grace = await createUser(organization, { name: "Grace" });
  await createUser(organization, { name: "Without" });
  const { user: stranger, ctx: strange } = await workspace();
  await store(user, "mine", { scopes: ["tickets:read"] });
  await store(grace, "hers", { scopes: ["tickets:write", "events:read"] });
  await store(stranger, "theirs", { scopes: ["tickets:write"] });

  const names = namesOf(ctx);
  expect(await names({ owner: "me" })).toEqual(["mine"]);
  expect(await names({ owner: grace.id })).toEqual(["hers"]);
  expect(await names({ owner: stranger.id })).toEqual([]);
  expect(await names({ scope: "tickets:read" })).toEqual(["hers", "mine"]);
  expect(await names({ scope: "tickets:write" })).toEqual(["hers"]);
  expect(await names({ scope: "tickets:read", owner: "me", status: "active", unused: "false" })).toEqual([
    "mine",
  ]);
  expect(await listTokenOwners(ctx)).toEqual([
    { id: user.id, name: "Ada" },
    { id: grace.id, name: "Grace" },
  ]);
  expect(await listTokenOwners(strange)).toEqual([{ id: stranger.id, name: "Ada" }]);
});

async function workspace() {
  const organization = await createOrganization();
  const user = await createUser(organization);
  return { organization, user, ctx: createContext(user) };
}

async function store(user: TestUser, name: string, columns: Columns = {}): Promise<string> {
  const { id } = await storeToken(user, { token: mintToken(), name });
  if (Object.keys(columns).length > 0)
    await database().update(apiTokens).set(columns).where(eq(apiTokens.id, id));
  return id;
}

function namesOf(ctx: Context) {
  return async (query: Partial<Parameters<typeof listTokens>[1]>) =>
    (await listTokens(ctx, { limit: 25, ...query })).data.map(({ name }) => name);
}

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * DAY_MS);
}
