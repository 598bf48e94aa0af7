import { and, eq, isNull } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, factors, organizations, recoveryCodes, sessions } from "@/db/schema";
import { createSession } from "@/features/auth/session";
import { resetFactors } from "@/features/team/reset-factors";
import type { Context } from "@/lib/context";
import { addAuthenticatorApp, startAuthenticatorApp } from "./add";
import { getFactorPolicy, updateFactorPolicy } from "./policy";
import { getOwnFactors } from "./queries";
import { resetFactorsByOperator } from "./reset";
import { remakeRecoveryCodes, removeFactor, renameFactor } from "./service";
import { codeOf, createEquipped, startSignIn, VISITOR } from "./test-set-up";

test("the secret stands encrypted, the codes hashed, and neither in a list or the audit log", async () => {
  const { ctx, user, secret, recoveryCodes: codes } = await createEquipped();
  const stored = JSON.stringify([
    await database().select().from(factors).where(eq(factors.userId, user.id)),
    await database().select().from(recoveryCodes).where(eq(recoveryCodes.userId, user.id)),
    await database().select().from(auditLog).where(eq(auditLog.organizationId, user.organizationId)),
    await getOwnFactors(ctx),
  ]);
  expect(stored).not.toContain(secret);
  for (const code of codes) expect(stored).not.toContain(code);
  expect(await getOwnFactors(ctx)).toMatchObject({
    factors: [{ kind: "authenticator_app", name: "Phone", lastUsedAt: expect.any(String) }],
    isRequired: false,
    recoveryCodesLeft: 10,
    passkeyObstacle: null,
  });
});

test("only the secret that was given out is added, by whom it was given to, and once", async () => {
  const [ctx, other] = [await newcomer(), await newcomer()];
  const { secret } = await startAuthenticatorApp(ctx);
  const add = (who: Context, chosen: string) =>
    addAuthenticatorApp(who, { name: "Phone", secret: chosen, code: codeOf(chosen) });
  await expect(add(ctx, "A".repeat(32))).rejects.toMatchObject({ code: "conflict" });
  await expect(add(other, secret)).rejects.toMatchObject({ code: "conflict" });
  const twice = await Promise.allSettled([add(ctx, secret), add(ctx, secret)]);
  expect(twice.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect((await getOwnFactors(ctx)).factors).toHaveLength(1);
});

test("two first ones at once come with one set of recovery codes", async () => {
  const ctx = await newcomer();
  const added = await Promise.all(
    [1, 2].map(async (n) => {
      const { secret } = await startAuthenticatorApp(ctx);
      return addAuthenticatorApp(ctx, { name: `Phone ${n}`, secret, code: codeOf(secret) });
    }),
  );
  expect(added.filter((one) => one.recoveryCodes !== null)).toHaveLength(1);
  expect(await getOwnFactors(ctx)).toMatchObject({ recoveryCodesLeft: 10 });
});

test("the first factor ends every session but the one that adds it, which then has shown it", async () => {
  const user = await createUser(await createOrganization());
  const own = (await createSession(user.id, VISITOR)) ?? "";
  await createSession(user.id, VISITOR);
  const ctx = createContext(user);
  if (ctx.actor.type === "user") ctx.actor.sessionId = own;
  const { secret } = await startAuthenticatorApp(ctx);
  await addAuthenticatorApp(ctx, { name: "Phone", secret, code: codeOf(secret) });
  expect(await sessionsOf(user.id)).toEqual([{ id: own, factor: "authenticator_app" }]);
});

test("one is renamed and removed by its owner only, and with the last one the codes go", async () => {
  const [one, other] = [await createEquipped(), await createEquipped()];
  for (const call of [
    () => renameFactor(other.ctx, one.factorId, "Mine"),
    () => removeFactor(other.ctx, one.factorId),
  ])
    await expect(call()).rejects.toMatchObject({ code: "not_found" });
  expect(await renameFactor(one.ctx, one.factorId, "Work phone")).toMatchObject({ name: "Work phone" });
  await startSignIn(one.user);
  await removeFactor(one.ctx, one.factorId);
  expect(await getOwnFactors(one.ctx)).toMatchObject({ factors: [], recoveryCodesLeft: null });
  expect(await actionsOf(one.user.organizationId)).toEqual([
    "factor.added",
    "factor.renamed",
    "factor.removed",
  ]);
});

test("the last factor of a role that needs one stays, also when two go at once", async () => {
  const { ctx, user, factorId } = await createEquipped();
  const { secret } = await startAuthenticatorApp(ctx);
  const second = await addAuthenticatorApp(ctx, { name: "Tablet", secret, code: codeOf(secret) });
  await requireOf(user.organizationId);
  const removals = await Promise.allSettled([
    removeFactor(ctx, factorId),
    removeFactor(ctx, second.factor.id),
  ]);
  expect(removals.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await getOwnFactors(ctx)).toMatchObject({ factors: [expect.anything()], isRequired: true });
});

test("new recovery codes take the place of the old ones", async () => {
  const { ctx, user, recoveryCodes: before } = await createEquipped();
  const codes = await remakeRecoveryCodes(ctx);
  expect(codes.some((code) => before.includes(code))).toBe(false);
  expect(await database().select().from(recoveryCodes).where(eq(recoveryCodes.userId, user.id))).toHaveLength(
    10,
  );
  await expect(remakeRecoveryCodes(await newcomer())).rejects.toMatchObject({ code: "conflict" });
});

test("only whoever signed in with a factor may ask it of others", async () => {
  const { ctx, user } = await createEquipped();
  await expect(updateFactorPolicy(await newcomer(), { roles: ["agent"] })).rejects.toMatchObject({
    code: "conflict",
  });
  // Signed in through a provider, say.
  const bare = createContext(user);
  if (bare.actor.type === "user") bare.actor.sessionId = (await createSession(user.id, VISITOR)) ?? "";
  await expect(updateFactorPolicy(bare, { roles: ["agent"] })).rejects.toMatchObject({ code: "conflict" });

  const shown = createContext(user);
  const options = { factor: "passkey" as const };
  if (shown.actor.type === "user")
    shown.actor.sessionId = (await createSession(user.id, VISITOR, options)) ?? "";
  await createUser({ id: user.organizationId, name: "Acme" }, { role: "agent" });
  const policy = await updateFactorPolicy(shown, { roles: ["agent", "admin"] });
  expect(policy.roles.toSorted()).toEqual(["admin", "agent"]);
  expect(policy.members).toContainEqual({ role: "agent", active: 1, withoutFactor: 1 });
  expect(policy.members).toContainEqual({ role: "admin", active: 1, withoutFactor: 0 });
  // Taking it back is for every admin.
  expect(await updateFactorPolicy(ctx, { roles: [] })).toMatchObject({ roles: [] });
  expect(await actionsOf(user.organizationId)).toContain("organization.factor_roles_changed");
});

test("who may not change the team neither reads nor changes what roles need", async () => {
  const agent = createContext(await createUser(await createOrganization(), { role: "agent" }), {
    permissions: ["team:read"],
  });
  for (const call of [() => getFactorPolicy(agent), () => updateFactorPolicy(agent, { roles: [] })])
    await expect(Promise.resolve().then(call)).rejects.toMatchObject({ code: "forbidden" });
});

test("an admin resets a member's factors, which ends their sessions, and nobody's beyond", async () => {
  const { user, ctx } = await createEquipped();
  const admin = createContext(await createUser({ id: user.organizationId, name: "Acme" }));
  await createSession(user.id, VISITOR);
  await expect(resetFactors(ctx, user.id)).rejects.toMatchObject({ code: "conflict" });
  await expect(resetFactors(await newcomer(), user.id)).rejects.toMatchObject({ code: "not_found" });
  const lesser = createContext(await createUser({ id: user.organizationId, name: "Acme" }), {
    permissions: ["team:read", "team:write"],
  });
  await expect(resetFactors(lesser, user.id)).rejects.toMatchObject({ code: "forbidden" });
  await Promise.all([resetFactors(admin, user.id), resetFactors(admin, user.id)]);
  expect(await getOwnFactors(ctx)).toMatchObject({ factors: [] });
  expect(await sessionsOf(user.id)).toEqual([]);
  expect((await actionsOf(user.organizationId)).filter((one) => one === "user.factors_reset")).toHaveLength(
    1,
  );
});

test("an admin can't open what another organization guards", async () => {
  const { user } = await createEquipped();
  const elsewhere = await createOrganization();
  const admin = createContext(await createUser({ id: user.organizationId, name: "Acme" }));
  await database().execute(
    `insert into memberships (organization_id, user_id, role) values (${elsewhere.id}, ${user.id}, 'viewer')`,
  );
  await expect(resetFactors(admin, user.id)).rejects.toMatchObject({ code: "conflict" });
});

test("whoever runs the server has a way out, on record", async () => {
  const { user, ctx } = await createEquipped();
  expect(await resetFactorsByOperator("nobody@example.com")).toBeNull();
  expect(await resetFactorsByOperator(user.email)).toEqual(["authenticator_app"]);
  expect(await resetFactorsByOperator(user.email)).toEqual([]);
  expect(await getOwnFactors(ctx)).toMatchObject({ factors: [] });
  expect((await actionsOf(user.organizationId)).filter((one) => one === "user.factors_reset")).toHaveLength(
    1,
  );
});

async function newcomer(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

async function requireOf(id: number): Promise<void> {
  await database()
    .update(organizations)
    .set({ factorRoles: ["admin"] })
    .where(eq(organizations.id, id));
}

function sessionsOf(userId: number) {
  return database()
    .select({ id: sessions.id, factor: sessions.factor })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)));
}

async function actionsOf(organizationId: number): Promise<string[]> {
  const rows = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organizationId))
    .orderBy(auditLog.id);
  return rows.map(({ action }) => action);
}
