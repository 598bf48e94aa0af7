import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { createChat, updateChat } from "@/features/chats/service";
import { createCustomer, updateCustomer } from "@/features/customers/service";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription, updateSubscription } from "@/features/subscriptions/service";
import { updateUser } from "@/features/team/service";
import { createTeam, setTeamMembers } from "@/features/team/teams";
import { updateTickets } from "@/features/tickets/bulk-update";
import { createTicket, updateTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

afterAll(closeDatabase);

async function desk() {
  const organization = await createOrganization();
  const ctx = createContext(await createUser(organization));
  const colleague = await createUser(organization);
  return { ctx, colleague, team: await createTeam(ctx, { name: "Billing" }) };
}

interface Names {
  userId: number;
  teamId: number;
}

const TARGET = { targetUrl: "https://receiver.example/hook", eventTypes: ["ticket.*"] };
const WEBHOOK = { name: "Shop", action: "create_ticket", mapping: { subject: "title" } };

/** Every place where the API takes a user or a team, and where in the input it stands. */
const PLACES: [string, string, (ctx: Context, names: Names) => Promise<unknown>][] = [
  ["a ticket", "assigneeId", (ctx, { userId }) => createTicket(ctx, { subject: "A", assigneeId: userId })],
  ["a ticket", "teamId", (ctx, { teamId }) => createTicket(ctx, { subject: "A", teamId })],
  [
    "a changed ticket",
    "assigneeId",
    async (ctx, { userId }) =>
      updateTicket(ctx, (await createTicket(ctx, { subject: "A" })).id, { assigneeId: userId }),
  ],
  [
    "tickets in bulk",
    "teamId",
    async (ctx, { teamId }) =>
      updateTickets(ctx, { ids: [(await createTicket(ctx, { subject: "A" })).id], change: { teamId } }),
  ],
  ["a chat", "assigneeId", (ctx, { userId }) => createChat(ctx, { assigneeId: userId })],
  [
    "a changed chat",
    "teamId",
    async (ctx, { teamId }) => updateChat(ctx, (await createChat(ctx, {})).id, { teamId }),
  ],
  ["a customer", "agentId", (ctx, { userId }) => createCustomer(ctx, { name: "A", agentId: userId })],
  [
    "a changed customer",
    "agentId",
    async (ctx, { userId }) =>
      updateCustomer(ctx, (await createCustomer(ctx, { name: "A" })).id, { agentId: userId }),
  ],
  [
    "a team",
    "userIds.0",
    async (ctx, { userId }) =>
      setTeamMembers(ctx, (await createTeam(ctx, { name: crypto.randomUUID() })).id, [userId]),
  ],
  [
    "a subscription",
    "teamIds.0",
    (ctx, { teamId }) =>
      createSubscription(
        ctx,
        createSubscriptionSchema.parse({ ...TARGET, subscriptionLevel: "team", teamIds: [teamId] }),
      ),
  ],
  [
    "a subscription",
    "accountId",
    (ctx, { userId }) =>
      createSubscription(
        ctx,
        createSubscriptionSchema.parse({ ...TARGET, subscriptionLevel: "account", accountId: userId }),
      ),
  ],
  [
    "a changed subscription",
    "teamIds.0",
    async (ctx, { teamId }) =>
      updateSubscription(ctx, (await createSubscription(ctx, createSubscriptionSchema.parse(TARGET))).id, {
        teamIds: [teamId],
      }),
  ],
  [
    "a webhook's defaults",
    "defaults.assigneeId",
    (ctx, { userId }) =>
      createIncomingWebhook(
        ctx,
        createIncomingWebhookSchema.parse({ ...WEBHOOK, defaults: { assigneeId: userId } }),
      ),
  ],
  [
    "a changed webhook's defaults",
    "defaults.teamId",
    async (ctx, { teamId }) => {
      const { id } = await createIncomingWebhook(ctx, createIncomingWebhookSchema.parse(WEBHOOK));
      return updateIncomingWebhook(ctx, id, { defaults: { teamId } });
    },
  ],
];

describe.each(PLACES)("%s, %s", (_, path, write) => {
  test("takes one's own", async () => {
    const { ctx, colleague, team } = await desk();
    await write(ctx, { userId: colleague.id, teamId: team.id });
  });

  test("refuses another organization's and what does not exist, with where and what to do", async () => {
    const [{ ctx }, foreign] = [await desk(), await desk()];
    for (const names of [
      { userId: foreign.colleague.id, teamId: foreign.team.id },
      { userId: 2_000_000_000, teamId: 2_000_000_000 },
    ]) {
      await expect(write(ctx, names)).rejects.toMatchObject({
        code: "invalid",
        issues: [{ path, message: expect.any(String) }],
      });
    }
  });
});

test("a disabled member is refused like a stranger", async () => {
  const { ctx, colleague } = await desk();
  await updateUser(ctx, colleague.id, { status: "disabled" });
  await expect(
    createSubscription(
      ctx,
      createSubscriptionSchema.parse({ ...TARGET, subscriptionLevel: "account", accountId: colleague.id }),
    ),
  ).rejects.toMatchObject({ issues: [{ path: "accountId" }] });
});
