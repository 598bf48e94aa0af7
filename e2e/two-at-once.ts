import { database } from "@/db/client";
import { createUser } from "@/db/factories";
import { customerDuplicates } from "@/db/schema";
import { createCustomerEndpoint } from "@/features/customers/contract";
import { listDeliveriesEndpoint } from "@/features/deliveries/contract";
import { publishEventsEndpoint } from "@/features/events/contract";
import {
  createIncomingWebhookEndpoint,
  testIncomingWebhookEndpoint,
  updateIncomingWebhookEndpoint,
} from "@/features/incoming-webhooks/contract";
import { addSampleDataEndpoint } from "@/features/sample-data/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import type { Operation } from "@/lib/endpoint";
import { DEFAULT_OVERLAP_SECONDS } from "@/lib/overlap-seconds";
import { bodyOf, createMail, createParams, showFactor, signInAs, type World } from "./api-world";
import { echoTarget } from "./echo-target";
import type { HeldRow } from "./held-row";

/** What calls of operations are made of that change one thing at the same moment. */

type Params = Record<string, string>;
type Pair = [first: unknown, second: unknown];
type MakePair = (world: World, params: Params) => Pair | Promise<Pair>;

const EXTENSIONS: Pair = [
  { overlapSeconds: DEFAULT_OVERLAP_SECONDS * 2 },
  { overlapSeconds: DEFAULT_OVERLAP_SECONDS * 3 },
];

/** Two different bodies, so that it shows whose change came last. An operation with a body and no line here gets the same one twice. */
const BODIES: Record<string, MakePair> = {
  updateToken: () => [
    { name: "B", scopes: ["events:read"] },
    { name: "C", scopes: ["tokens:read"], allowedCidrs: ["203.0.113.9"] },
  ],
  extendTokenOverlap: () => EXTENSIONS,
  extendIncomingOverlap: () => EXTENSIONS,
  extendSubscriptionOverlap: () => EXTENSIONS,
  extendClientOverlap: () => EXTENSIONS,
  updateOAuthClient: () => [
    { name: "B", redirectUris: ["https://b.example/callback"], isActive: false },
    { name: "C", scopes: ["troubleshooter"], refreshGraceSeconds: 30 },
  ],
  updateTicket: () => [
    { subject: "B", status: "pending", tags: ["b"] },
    { subject: "C", status: "resolved", priority: "high" },
  ],
  bulkUpdateTickets: async (world, { id = "" }) => {
    const other = (await ticket(world)).id;
    return [
      { ids: [id, other], change: { status: "pending", priority: "low" } },
      { ids: [other, id], change: { status: "resolved" } },
    ];
  },
  resendDeliveries: (_, { id = "" }) => [{ ids: [id] }, { ids: [id] }],
  createComment: () => [
    { body: "B", visibility: "public", status: "pending" },
    { body: "C", visibility: "internal", status: "resolved" },
  ],
  answerTicket: () => [{ body: "B" }, { body: "C" }],
  mergeTicket: async (world) => [{ intoId: (await ticket(world)).id }, { intoId: (await ticket(world)).id }],
  updateChat: ({ admin }) => [{ subject: "B" }, { subject: "C", assigneeId: admin.id }],
  updateMessage: () => [{ body: "B" }, { body: "C" }],
  updateCustomer: ({ admin }) => [{ tags: ["b"] }, { tags: ["c"], agentId: admin.id }],
  dismissDuplicate: (_, { otherId: customerId }) => [{ customerId }, { customerId }],
  mergeCustomer: async (world) => [{ intoId: await customer(world) }, { intoId: await customer(world) }],
  updateIncomingWebhook: () => [
    { name: "B", status: "paused", pauseNote: "b" },
    { name: "C", ratePerMinute: 7, allowedCidrs: ["203.0.113.9"] },
  ],
  updateEchoReceiver: () => [
    { name: "B", answer: { status: 500, left: 2 } },
    { name: "C", answer: { status: 429, retryAfterSeconds: 5 } },
  ],
  updateSubscription: () => [
    { name: "B", maxInFlight: 3, isActive: false },
    { name: "C", eventTypes: ["subscription.*"], accountId: null },
  ],
  replaceReplyWebhook: ({ admin }) => [
    {
      targetUrl: "https://b.example/hook",
      eventTypes: ["link_clicked"],
      subscriptionLevel: "account",
      accountId: admin.id,
    },
    { targetUrl: "https://c.example/hook", eventTypes: ["email_sent"], subscriptionLevel: "organization" },
  ],
  updateRestHook: async () => [
    { event: "listing.updated", configuration: { filters: [{ field: "city", values: ["Toronto"] }] } },
    { target_url: await echoTarget(), event: "agent.created" },
  ],
  updateReplyWebhook: () => [
    { eventTypes: ["link_clicked"], isActive: false },
    { subscriptionLevel: "sequence", sequenceIds: [7], secret: "s" },
  ],
  updateEventType: () => [
    { description: "B", isDeprecated: true },
    { description: "C", schema: { required: ["id"] }, sample: { id: 2 } },
  ],
  updateUser: () => [{ role: "agent" }, { role: "developer", status: "disabled" }],
  reportBounce: (_, { messageId }) => [
    { messageId, kind: "permanent", reason: "B" },
    { messageId, kind: "temporary", reason: "C" },
  ],
  updateTeam: () => [{ name: `B ${crypto.randomUUID()}` }, { name: `C ${crypto.randomUUID()}` }],
  setTeamMembers: async ({ admin, organization }) => [
    { userIds: [admin.id] },
    { userIds: [(await createUser(organization, { name: "Grace" })).id] },
  ],
  renameFactor: () => [{ name: "B" }, { name: "C" }],
  updateFactorPolicy: async (world) => {
    await showFactor(world);
    return [{ roles: ["viewer"] }, { roles: ["agent", "viewer"] }];
  },
  updateProfile: () => [{ name: "Bea" }, { name: "Cleo" }],
};

export async function bodiesOf(operation: Operation, world: World, params: Params): Promise<Pair> {
  const pair = await BODIES[operation.id]?.(world, params);
  if (pair) return pair;
  const body = await bodyOf(operation, world);
  return [body, body];
}

/** Rows that have something left to change, where those for a single call need not, or take a worker. */
const ROWS: Record<string, (world: World) => Promise<Params>> = {
  removeSampleData: async ({ api }) => {
    await api.call(addSampleDataEndpoint, {});
    return {};
  },
  bulkUpdateTickets: async (world) => ({ id: (await ticket(world)).id }),
  cancelDelivery: async (world) => ({ id: await waitingDelivery(world) }),
  resendDeliveries: async (world) => ({ id: await waitingDelivery(world) }),
  resendDelivery: async (world) => ({ id: await waitingDelivery(world) }),
  reportBounce: async (world) => ({ ...(await createMail(world)) }),
  dismissDuplicate: async (world) => {
    const [firstId = "", secondId = ""] = [await customer(world), await customer(world)].toSorted();
    const { id: organizationId } = world.organization;
    await database().insert(customerDuplicates).values({ organizationId, firstId, secondId });
    return { id: firstId, otherId: secondId };
  },
  endOtherSessions: async ({ admin }) => ({ id: (await signInAs(admin)).sessionId }),
  reprocessRequests: async ({ api }) => {
    const { id } = await api.call(createIncomingWebhookEndpoint, {
      body: { name: "Row", action: "create_ticket", holdWhilePaused: true },
    });
    const setStatus = (status: "paused" | "active") =>
      api.call(updateIncomingWebhookEndpoint, { params: { id }, body: { status } });
    await setStatus("paused");
    const { requestId } = await api.call(testIncomingWebhookEndpoint, { params: { id } });
    await setStatus("active");
    return { id, requestId: requestId ?? "" };
  },
};

/** A new row for the operation's path, and for what is changed without naming it there. */
export function paramsOf(operation: Operation, world: World): Promise<Params> {
  return ROWS[operation.id]?.(world) ?? createParams(operation, world);
}

/** By the beginning of the path, the longest that fits: the row that a call of the operation changes. */
const CHANGED_ROWS: Record<string, (world: World, params: Params) => HeldRow> = {
  "/api/v1/tokens/": row("api_tokens"),
  "/api/v1/tickets/": row("tickets"),
  "/api/v1/troubleshooter/tickets/": row("tickets"),
  "/api/v1/chats/": row("chats"),
  "/api/v1/customers/": row("customers"),
  "/api/v1/customers/{id}/sessions": row("oauth_sessions", "sessionId"),
  "/api/v1/organization": organizationRow,
  "/api/v1/customer-registration": organizationRow,
  "/api/v1/incoming-webhooks/": row("incoming_webhooks"),
  "/api/v1/incoming-webhooks/{id}/reprocess": row("incoming_requests", "requestId"),
  "/api/v1/incoming-webhooks/{id}/requests/{requestId}/": row("incoming_requests", "requestId"),
  "/api/v1/echo-receivers/": row("echo_receivers"),
  "/api/v1/sample-data": ({ admin }) => ({
    table: "sample_rows",
    column: "organization_id",
    value: String(admin.organizationId),
  }),
  "/api/v1/subscriptions/": row("subscriptions"),
  "/api/v3/webhooks/": row("subscriptions"),
  "/api/webhooks/": ({ organization }) => ({
    table: "subscriptions",
    column: "organization_id",
    value: String(organization.id),
  }),
  "/api/v1/deliveries/": row("deliveries"),
  "/api/v1/mails/": row("mails"),
  "/api/v1/event-types/": (_, { type = "" }) => ({
    table: "custom_event_types",
    column: "name",
    value: type,
  }),
  "/api/v1/oauth-clients/": row("oauth_clients"),
  "/api/v1/oauth-clients/{id}/sessions": row("oauth_sessions", "sessionId"),
  "/api/v1/oauth-sessions/": row("oauth_sessions"),
  "/api/v1/invitations/": row("invitations"),
  "/api/v1/teams/": row("teams"),
  "/api/v1/users/": (_, { id = "" }) => ({ table: "memberships", column: "user_id", value: id }),
  "/api/v1/me": ({ admin }) => ({ table: "users", column: "id", value: String(admin.id) }),
  "/api/v1/me/reauthentication": ({ sessionId }) => ({ table: "sessions", column: "id", value: sessionId }),
  "/api/v1/me/sessions": row("sessions"),
  "/api/v1/me/factors/": row("factors"),
};

export function changedRow({ endpoint }: Operation, world: World, params: Params): HeldRow {
  const found = Object.keys(CHANGED_ROWS)
    .filter((beginning) => endpoint.path.startsWith(beginning))
    .toSorted((a, b) => b.length - a.length)[0];
  const find = CHANGED_ROWS[found ?? ""];
  if (find) return find(world, params);
  throw new Error(
    `Which row does ${endpoint.method} ${endpoint.path} change? Add a line to CHANGED_ROWS in e2e/two-at-once.ts.`,
  );
}

function row(table: string, param = "id") {
  return (_: World, params: Params): HeldRow => ({ table, column: "id", value: params[param] ?? "" });
}

function ticket({ api }: World) {
  return api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
}

async function customer({ api }: World): Promise<string> {
  const { id } = await api.call(createCustomerEndpoint, { body: { name: "Eva", tags: ["eva"] } });
  return id;
}

/** Nothing sends it here. */
async function waitingDelivery({ api }: World): Promise<string> {
  await api.call(createSubscriptionEndpoint, {
    body: { targetUrl: "https://example.com/hook", eventTypes: ["ticket.created"] },
  });
  await api.call(publishEventsEndpoint, { body: { type: "ticket.created", data: { subject: "A" } } });
  const { data } = await api.call(listDeliveriesEndpoint, { query: {} });
  return data[0]?.id ?? "";
}

function organizationRow({ admin }: World): HeldRow {
  return { table: "organizations", column: "id", value: String(admin.organizationId) };
}
