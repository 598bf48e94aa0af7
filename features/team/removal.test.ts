import { and, asc, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser, type TestUser } from "@/db/factories";
import { asOwner } from "@/db/own-database";
import { apiTokens, auditLog, memberships } from "@/db/schema";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription, updateSubscription } from "@/features/subscriptions/service";
import { getToken, listTokens } from "@/features/tokens/queries";
import { extendTokenOverlap, revealToken, rotateToken } from "@/features/tokens/rotation";
import { createToken, updateToken } from "@/features/tokens/service";
import { verifyToken } from "@/features/tokens/verify";
import type { Context } from "@/lib/context";
import type { Scope } from "@/lib/scopes";
import { getInvitation } from "./invitations";
import { createInvitations, resendInvitation } from "./invite";
import { removeUser } from "./removal";
import { updateUser } from "./service";

const USE = { ip: null, route: "/api/v1/me" };
const DAY = { overlapSeconds: 86_400 };

let ada: TestUser;
let dan: TestUser;
let heidi: TestUser;
let ctx: Context;
let danCtx: Context;
let heidiCtx: Context;

beforeEach(async () => {
  const organization = await createOrganization();
  ada = await createUser(organization);
  dan = await createUser(organization, { role: "developer", name: "Dan" });
  heidi = await createUser(organization, { role: "developer", name: "Heidi" });
  [ctx, danCtx, heidiCtx] = [createContext(ada), createContext(dan), createContext(heidi)];
});

test("a token that changes hands gets a secret that only its new owner is shown", async () => {
  const { id, token: known } = await createToken(danCtx, { name: "CI", scopes: ["events:write"] });
  await removeUser(ctx, dan.id, { transferTo: heidi.id });

  const waiting = await getToken(ctx, id);
  expect(waiting).toMatchObject({
    createdBy: { id: heidi.id },
    awaitsReveal: true,
    status: "overlap",
    previousLastFour: known.slice(-4),
  });
  const leftMs = Date.parse(waiting.previousExpiresAt ?? "") - Date.now();
  expect(Math.abs(leftMs - 86_400_000)).toBeLessThan(60_000);
  expect((await listTokens(heidiCtx, { limit: 25, owner: "me", awaitsReveal: "true" })).data).toHaveLength(1);
  // Programs go on with the old secret, but it makes no other credential.
  const verified = await verifyToken(known, USE);
  expect(verified).toMatchObject({ userId: heidi.id, isOldSecret: true });

  // The remover sees nothing of it.
  await expect(revealToken(ctx, id)).rejects.toMatchObject({ code: "forbidden" });
  await expect(rotateToken(ctx, id, DAY)).rejects.toMatchObject({ code: "forbidden" });
  await expect(rotateToken(heidiCtx, id, DAY)).rejects.toMatchObject({ code: "conflict", message: /reveal/ });
  const revealed = await revealToken(heidiCtx, id);
  expect(revealed).toMatchObject({ awaitsReveal: false, previousExpiresAt: waiting.previousExpiresAt });
  expect(await verifyToken(revealed.token, USE)).toMatchObject({ userId: heidi.id, isOldSecret: false });
  expect(await verifyToken(known, USE)).not.toBeNull();
  await expect(revealToken(heidiCtx, id)).rejects.toMatchObject({ code: "conflict" });

  expect(await historyOf(id)).toEqual([
    { action: "token.created", changes: expect.anything() },
    {
      action: "token.transferred",
      changes: {
        owner: { from: "Dan", to: "Heidi" },
        token: { from: "changed", to: "changed" },
        previousExpiresAt: { from: null, to: waiting.previousExpiresAt },
      },
    },
    { action: "token.revealed", changes: { token: { from: "changed", to: "changed" } } },
  ]);
});

test("without an overlap the leaver's secret ends at once, and so does one from an earlier rotation", async () => {
  const { id, token: first } = await createToken(danCtx, { name: "CI", scopes: ["events:write"] });
  const { token: second } = await rotateToken(danCtx, id, DAY);
  await removeUser(ctx, dan.id, { transferTo: ada.id, overlapSeconds: 0 });
  for (const known of [first, second]) expect(await verifyToken(known, USE)).toBeNull();
  const { token } = await revealToken(ctx, id);
  expect(await verifyToken(token, USE)).toMatchObject({ userId: ada.id });
});

test("a token goes only to whoever may have tokens", async () => {
  await createToken(danCtx, { name: "CI", scopes: ["events:write"] });
  await updateUser(ctx, heidi.id, { role: "agent" });
  await expect(removeUser(ctx, dan.id, { transferTo: heidi.id })).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "transferTo", message: expect.stringContaining("developer") }],
  });
  expect(await isMember(dan)).toBe(true);
});

test("removing somebody ends each token whose present secret they were shown, whoever owns it", async () => {
  const { id, token } = await createToken(ctx, { name: "Ada's", scopes: ["team:write", "events:read"] });
  const { id: other, token: unseen } = await createToken(ctx, { name: "Unseen", scopes: ["events:read"] });
  // As a rotation by somebody else left it before owners alone could do that.
  await database().update(apiTokens).set({ secretSeenBy: dan.id }).where(eq(apiTokens.id, id));
  expect(await verifyToken(token, USE)).not.toBeNull();
  await removeUser(ctx, dan.id, {});
  expect(await verifyToken(token, USE)).toBeNull();
  expect((await getToken(ctx, id)).status).toBe("revoked");
  expect(await verifyToken(unseen, USE)).not.toBeNull();
  expect((await getToken(ctx, other)).status).toBe("active");
  expect(await historyOf(id)).toMatchObject([{}, { action: "token.revoked" }]);
});

test("while somebody is disabled, no secret that they were shown works", async () => {
  const { id, token } = await createToken(ctx, { name: "Ada's", scopes: ["events:read"] });
  await database().update(apiTokens).set({ secretSeenBy: dan.id }).where(eq(apiTokens.id, id));
  await updateUser(ctx, dan.id, { status: "disabled" });
  expect(await verifyToken(token, USE)).toBeNull();
  await updateUser(ctx, dan.id, { status: "active" });
  expect(await verifyToken(token, USE)).not.toBeNull();
});

test("what a token could not do for the leaver any more comes to life in nobody's hands by itself", async () => {
  const root = await createUser({ id: ada.organizationId, name: "Acme" }, { name: "Root" });
  const scopes: Scope[] = ["customers:write", "tickets:write", "team:write"];
  const { id, token } = await createToken(createContext(root), { name: "CI", scopes });
  await updateUser(ctx, root.id, { role: "developer" });
  const before = await callingWith(token);
  await removeUser(ctx, root.id, { transferTo: ada.id });
  expect([...(await callingWith(token)).permissions].toSorted()).toEqual([...before.permissions].toSorted());
  expect((await getToken(ctx, id)).scopes).toEqual(["tickets:write", "customers:read", "team:read"]);
  expect(await updateToken(ctx, id, { scopes: ["customers:write"] })).toMatchObject({
    scopes: ["customers:write"],
  });
});

test("the secret that a leaver still knows for a while makes nothing that stays", async () => {
  const scopes: Scope[] = ["subscriptions:write", "incoming_webhooks:write", "tickets:read"];
  const { token } = await createToken(danCtx, { name: "CI", scopes });
  const before = await callingWith(token);
  const target = { targetUrl: "https://receiver.example/hook", eventTypes: ["ticket.created"] };
  const mine = await createSubscription(before, createSubscriptionSchema.parse(target));
  const hook = createIncomingWebhookSchema.parse({ name: "CI", action: "create_ticket" });
  const webhook = await createIncomingWebhook(before, hook);

  await removeUser(ctx, dan.id, { transferTo: heidi.id });
  const after = await callingWith(token);
  const refused = { code: "forbidden", message: expect.stringContaining("old secret") };
  for (const attempt of [
    () => createSubscription(after, createSubscriptionSchema.parse(target)),
    () => updateSubscription(after, mine.id, { targetUrl: "https://elsewhere.example/hook" }),
    () => updateSubscription(after, mine.id, { eventTypes: ["ticket.*"] }),
    () => createIncomingWebhook(after, hook),
    () => rotateIncomingSecret(after, webhook.id, DAY),
  ])
    await expect(attempt()).rejects.toMatchObject(refused);
  expect(await updateSubscription(after, mine.id, { isActive: false })).toMatchObject({ isActive: false });
});

test("what a token makes is known to whoever knows its secret", async () => {
  const { id, token } = await createToken(ctx, { name: "Ada's", scopes: ["tokens:write"] });
  await database().update(apiTokens).set({ secretSeenBy: dan.id }).where(eq(apiTokens.id, id));
  const verified = await verifyToken(token, USE);
  const actor = { type: "token" as const, tokenId: id, userId: ada.id, name: "Ada's" };
  const byToken: Context = { ...ctx, actor, permissions: verified?.permissions ?? new Set() };
  const child = await createToken(byToken, { name: "Child", scopes: ["tokens:read"] });
  await removeUser(ctx, dan.id, {});
  expect(await verifyToken(child.token, USE)).toBeNull();
});

test.each(["rotates it", "makes another", "narrows it", "keeps its old secret alive"] as const)(
  "removed at the moment at which the leaver %s: nothing that they know works",
  async (what) => {
    const { id, token } = await createToken(danCtx, { name: "CI", scopes: ["events:write"] });
    if (what === "keeps its old secret alive") await rotateToken(danCtx, id, { overlapSeconds: 60 });
    const known = [token];
    const attempts = {
      "rotates it": async () => known.push((await rotateToken(danCtx, id, DAY)).token),
      "makes another": async () =>
        known.push((await createToken(danCtx, { name: "Other", scopes: ["events:write"] })).token),
      "narrows it": () => updateToken(danCtx, id, { scopes: ["events:read"] }),
      "keeps its old secret alive": () => extendTokenOverlap(danCtx, id, DAY),
    };
    const settled = await heldBack(dan, () => [
      removeUser(ctx, dan.id, { transferTo: heidi.id, overlapSeconds: 0 }),
      attempts[what](),
    ]);
    expect(settled[0]).toMatchObject({ status: "fulfilled" });
    for (const secret of known) expect(await verifyToken(secret, USE)).toBeNull();
    // Not even once they are back.
    await database()
      .insert(memberships)
      .values({ organizationId: dan.organizationId, userId: dan.id, role: "developer" });
    for (const secret of known) expect(await verifyToken(secret, USE)).toBeNull();
  },
);

test("two people removed at once who inherit from each other leave no token with a stranger", async () => {
  const own = [danCtx, heidiCtx].map((who) => createToken(who, { name: "CI", scopes: ["events:write"] }));
  const [first, second] = await Promise.all(own);
  const grace = createContext(await createUser({ id: ada.organizationId, name: "Acme" }));
  const results = await Promise.allSettled([
    removeUser(ctx, dan.id, { transferTo: heidi.id, overlapSeconds: 0 }),
    removeUser(grace, heidi.id, { transferTo: dan.id, overlapSeconds: 0 }),
  ]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const tokens = [await getToken(ctx, first?.id ?? ""), await getToken(ctx, second?.id ?? "")];
  const [owner] = new Set(tokens.map((token) => token.createdBy.id));
  expect(tokens.every((token) => token.createdBy.id === owner)).toBe(true);
  expect(await isMember(owner === dan.id ? dan : heidi)).toBe(true);
});

test.each([
  ["removed", (id: number) => removeUser(ctx, id, {})],
  ["disabled", (id: number) => updateUser(ctx, id, { status: "disabled" })],
  ["demoted", (id: number) => updateUser(ctx, id, { role: "developer" })],
])("somebody who is %s can't come back by an invitation whose link they were shown", async (_, lose) => {
  const grace = await createUser({ id: ada.organizationId, name: "Acme" });
  const graceCtx = createContext(grace);
  const invite = (who: Context) =>
    createInvitations(who, { emails: [`${crypto.randomUUID()}@example.com`], role: "admin" });
  const [theirs, resent, others] = [await invite(graceCtx), await invite(ctx), await invite(graceCtx)];
  await resendInvitation(graceCtx, resent.data[0]?.id ?? "");
  await resendInvitation(ctx, others.data[0]?.id ?? "");
  await lose(grace.id);
  const statuses = await Promise.all(
    [theirs, resent, others].map(async ({ data }) => (await getInvitation(ctx, data[0]?.id ?? "")).status),
  );
  expect(statuses).toEqual(["revoked", "revoked", "pending"]);
});

/** Starts the calls while the person's membership is locked, so that they all wait for it, or have begun, when it is let go. */
async function heldBack(person: TestUser, start: () => Promise<unknown>[]) {
  return asOwner((owner) =>
    owner
      .begin(async (lock) => {
        await lock`select 1 from memberships where user_id = ${person.id} for update`;
        return { settled: Promise.allSettled(start()) };
      })
      .then(({ settled }) => settled),
  );
}

async function isMember(user: TestUser): Promise<boolean> {
  const rows = await database()
    .select({ id: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.organizationId, user.organizationId), eq(memberships.userId, user.id)));
  return rows.length > 0;
}

async function historyOf(tokenId: string) {
  const rows = await database()
    .select({ action: auditLog.action, changes: auditLog.changes })
    .from(auditLog)
    .where(and(eq(auditLog.targetType, "token"), eq(auditLog.targetId, tokenId)))
    .orderBy(asc(auditLog.id));
  return rows.map(({ action, changes }) => ({ action, changes: JSON.parse(changes) }));
}

async function callingWith(token: string): Promise<Context> {
  const verified = await verifyToken(token, USE);
  if (!verified) throw new Error("the token works");
  const { id, userId, name, isOldSecret, permissions } = verified;
  return { ...ctx, actor: { type: "token", tokenId: id, userId, name, isOldSecret }, permissions };
}
