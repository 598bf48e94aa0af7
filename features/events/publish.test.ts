import { expect, test } from "vitest";
import { queryPrepared, transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import {
  ctx,
  DRAIN_MS,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents, STORE_EVENTS } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { createTeam } from "@/features/team/teams";

withOwnDatabaseAndReceiver();

test("goes exactly to the subscriptions of the organization whose types and level match", async () => {
  const other = await createUser({ id: ctx.organizationId, name: "Acme" });
  await subscribe({ eventTypes: ["*"] }, createContext(await createUser(await createOrganization())));
  await subscribe({ name: "all", eventTypes: ["*"] });
  await subscribe({ name: "prefix", eventTypes: ["ticket.*"] });
  await subscribe({ name: "other type", eventTypes: ["chat.*"] });
  const [seven, eight] = [await createTeam(ctx, { name: "7" }), await createTeam(ctx, { name: "8" })];
  await subscribe({ name: "team 7", subscriptionLevel: "team", teamIds: [seven.id] });
  await subscribe({ name: "team 8", subscriptionLevel: "team", teamIds: [eight.id] });
  await subscribe({ name: "any team", subscriptionLevel: "team" });
  await subscribe({ name: "my account", subscriptionLevel: "account" });
  await subscribe({ name: "other account", subscriptionLevel: "account", accountId: other.id });
  await subscribe({ name: "any sequence", subscriptionLevel: "sequence" });
  await subscribe({ name: "sequence 3", subscriptionLevel: "sequence", sequenceIds: [3] });
  const accountId = ctx.actor.type === "user" ? ctx.actor.userId : 0;
  await publishEvents(ctx, [{ ...TICKET, teamId: seven.id, accountId, sequenceId: 4 }]);
  const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}));
  expect(data.map((delivery) => delivery.subscriptionName).sort()).toEqual(
    ["all", "any sequence", "any team", "my account", "prefix", "team 7"].sort(),
  );
  const [unscoped] = await publishEvents(ctx, [TICKET]);
  expect(unscoped?.deliveries).toBe(2);
});

test("commits with its transaction or not at all", async () => {
  await subscribe();
  await expect(
    transaction(async () => {
      await publishEvents(ctx, [TICKET]);
      throw new Error("the domain change failed");
    }),
  ).rejects.toThrow("the domain change failed");
  await sendAllDue(DRAIN_MS);
  expect(receiver.requests).toHaveLength(0);
  expect((await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}))).data).toEqual([]);
});

test("a plan that was made while the tables were empty goes by indexes all the same", async () => {
  const plan = await queryPrepared<{ "QUERY PLAN": string }>(
    `explain (generic_plan, costs off) ${STORE_EVENTS}`,
    [],
  );
  const lines = plan.map((row) => row["QUERY PLAN"]).join("\n");
  expect(lines).toContain("subscriptions_organization");
  expect(lines).not.toMatch(/Seq Scan on (subscriptions|memberships)/);
});
