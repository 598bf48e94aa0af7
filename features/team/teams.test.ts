import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog } from "@/db/schema";
import { createSubscription, deleteSubscription } from "@/features/subscriptions/service";
import { getTeam, listTeams } from "./queries";
import { createTeam, deleteTeam, setTeamMembers, updateTeam } from "./teams";

test("a team's members are replaced as a whole, and only users can be members", async () => {
  const { organization, user, ctx } = await workspace();
  const grace = await createUser(organization, { name: "Grace" });
  const foreign = await createUser(await createOrganization());
  const team = await createTeam(ctx, { name: "Billing" });
  expect(team).toMatchObject({ name: "Billing", members: [] });

  const both = await setTeamMembers(ctx, team.id, [user.id, grace.id, grace.id]);
  expect(both.members).toEqual([
    { id: user.id, name: "Ada" },
    { id: grace.id, name: "Grace" },
  ]);
  await expect(setTeamMembers(ctx, team.id, [grace.id, foreign.id])).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "userIds.1" }],
  });
  expect((await setTeamMembers(ctx, team.id, [grace.id])).members).toEqual([{ id: grace.id, name: "Grace" }]);
  expect((await setTeamMembers(ctx, team.id, [])).members).toEqual([]);
});

test("names are unique in an organization, whatever their case", async () => {
  const { ctx } = await workspace();
  const other = await workspace();
  const billing = await createTeam(ctx, { name: "Billing" });
  const sales = await createTeam(ctx, { name: "Sales" });
  const taken = { code: "conflict", issues: [{ path: "name" }] };
  await expect(createTeam(ctx, { name: "BILLING" })).rejects.toMatchObject(taken);
  await expect(updateTeam(ctx, sales.id, { name: "billing" })).rejects.toMatchObject(taken);
  expect(await createTeam(other.ctx, { name: "Billing" })).toMatchObject({ name: "Billing" });
  expect(await updateTeam(ctx, billing.id, { name: "BILLING" })).toMatchObject({ name: "BILLING" });
  expect((await listTeams(ctx, { limit: 25 })).data.map(({ name }) => name)).toEqual(["Sales", "BILLING"]);
});

test("a team in the scope of a subscription stays until that is gone", async () => {
  const { ctx } = await workspace();
  const team = await createTeam(ctx, { name: "Billing" });
  const subscription = await createSubscription(ctx, {
    name: "To the ledger",
    targetUrl: "https://example.com/hook",
    eventTypes: ["ticket.created"],
    subscriptionLevel: "team",
    teamIds: [team.id],
    format: "replify",
    retryPolicy: "standard",
  });
  await expect(deleteTeam(ctx, team.id)).rejects.toMatchObject({
    code: "conflict",
    message: /“To the ledger”/,
  });
  await deleteSubscription(ctx, subscription.id);
  await deleteTeam(ctx, team.id);
  await expect(getTeam(ctx, team.id)).rejects.toMatchObject({ code: "not_found" });
  const entries = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(and(eq(auditLog.targetType, "team"), eq(auditLog.targetId, String(team.id))))
    .orderBy(auditLog.id);
  expect(entries.map(({ action }) => action)).toEqual(["team.created", "team.deleted"]);
});

test("another organization's team is unknown", async () => {
  const { ctx } = await workspace();
  const other = await workspace();
  const team = await createTeam(other.ctx, { name: "Billing" });
  for (const attempt of [
    () => getTeam(ctx, team.id),
    () => updateTeam(ctx, team.id, { name: "Mine" }),
    () => setTeamMembers(ctx, team.id, []),
    () => deleteTeam(ctx, team.id),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await getTeam(other.ctx, team.id)).toMatchObject({ name: "Billing" });
});

async function workspace() {
  const organization = await createOrganization();
  const user = await createUser(organization);
  return { organization, user, ctx: createContext(user) };
}
