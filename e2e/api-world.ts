import { expect } from "@playwright/test";
import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { createCustomerAccount, createUser, type TestOrganization, type TestUser } from "@/db/factories";
import { apiTokens, factors, mails, sessions } from "@/db/schema";
import { listAuditLogEndpoint } from "@/features/audit-log/contract";
import { hashPassword } from "@/features/auth/password";
import { createSession, encodeSessionCookie, sessionCookieName } from "@/features/auth/session";
import { createChatEndpoint, createMessageEndpoint } from "@/features/chats/contract";
import { createCustomerEndpoint } from "@/features/customers/contract";
import { listDeliveriesEndpoint } from "@/features/deliveries/contract";
import { createEchoReceiverEndpoint, listEchoRequestsEndpoint } from "@/features/echo/contract";
import { createEventTypeEndpoint } from "@/features/event-types/contract";
import { publishEventsEndpoint } from "@/features/events/contract";
import { startAuthenticatorAppEndpoint, startPasskeyEndpoint } from "@/features/factors/contract";
import { codeOf } from "@/features/factors/test-set-up";
import { listIncomingRequestsEndpoint } from "@/features/incoming-requests/contract";
import {
  createIncomingWebhookEndpoint,
  rotateIncomingSecretEndpoint,
  testIncomingWebhookEndpoint,
  updateIncomingWebhookEndpoint,
} from "@/features/incoming-webhooks/contract";
import {
  createOAuthClientEndpoint,
  getOAuthClientEndpoint,
  rotateClientSecretEndpoint,
} from "@/features/oauth-clients/contract";
import { findClient } from "@/features/oauth-clients/find-client";
import { listOAuthSessionsEndpoint } from "@/features/oauth-sessions/contract";
import { openSession } from "@/features/oauth-sessions/open";
import { createReplyWebhookEndpoint, deleteReplyWebhookEndpoint } from "@/features/reply-v3/contract";
import { createRestHookEndpoint, listRestHooksEndpoint } from "@/features/rest-hooks/contract";
import {
  createSubscriptionEndpoint,
  getSubscriptionEndpoint,
  pauseSubscriptionEndpoint,
  rotateSubscriptionSecretEndpoint,
} from "@/features/subscriptions/contract";
import { createInvitationsEndpoint, createTeamEndpoint } from "@/features/team/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import { createTokenEndpoint, rotateTokenEndpoint } from "@/features/tokens/contract";
import { fileTicketEndpoint } from "@/features/troubleshooter/contract";
import { customerScopeOf, type Operation } from "@/lib/endpoint";
import { env } from "@/lib/env";
import { Api } from "./api";
import { type ConnectedApp, connectApp } from "./customer-apps";
import { echoTarget } from "./echo-target";
import { SoftAuthenticator } from "./soft-authenticator";

const PASSWORD = "correct horse battery staple";
/** Slow on purpose; once is enough for all who have it. */
let passwordHash: Promise<string> | undefined;

/** An organization with somebody in it who may do everything. */
export interface World {
  organization: TestOrganization;
  admin: TestUser;
  /** The admin's session; it signed in just now. */
  api: Api;
  sessionId: string;
  Caller: typeof Api;
}

export async function createWorld(organization: TestOrganization, Caller = Api): Promise<World> {
  passwordHash ??= hashPassword(PASSWORD);
  const admin = await createUser(organization, { passwordHash: await passwordHash });
  const { api, sessionId } = await signInAs(admin, Caller);
  return { organization, admin, api, sessionId, Caller };
}

/** `Caller` is what makes the calls: over HTTP unless told. */
export async function signInAs(user: TestUser, Caller = Api): Promise<{ api: Api; sessionId: string }> {
  const sessionId = await createSession(user.id, { ip: null, userAgent: "Playwright" });
  if (!sessionId) throw new Error("The user belongs to no organization.");
  const value = await encodeSessionCookie({ id: sessionId, userId: user.id });
  return { api: new Caller(env.APP_URL, { cookie: `${sessionCookieName()}=${value}` }), sessionId };
}

const customers = new WeakMap<World, Promise<ConnectedApp>>();

/** The world's customer, through an app of theirs. */
export function customerOf(world: World): Promise<ConnectedApp> {
  const known = customers.get(world) ?? connectApp(world.organization, { Caller: world.Caller });
  customers.set(world, known);
  return known;
}

/** Whoever in the world an operation is for. */
export async function callerOf({ endpoint }: Operation, world: World): Promise<Api> {
  return customerScopeOf(endpoint.access) ? (await customerOf(world)).api : world.api;
}

type Params = Record<string, string>;
const NOBODY = "01900000-0000-7000-8000-000000000000";

const PHONE = "+14165550142";
/** Whom the world's customers are merged into, or told apart from. */
const otherCustomers = new WeakMap<World, string>();
const heldRequests = new WeakMap<World, string>();
const heldEvents = new WeakMap<World, string>();

type Make = (world: World) => Promise<Params>;

/** Makes a row for what the path of an operation names; the longest beginning that fits counts. A new resource wants a line here. */
const ROWS: Record<string, Make> = {
  "/api/v1/tokens/{id}": createToken,
  "/api/v1/tokens/{id}/end-overlap": async (world) => {
    const params = await createToken(world);
    await world.api.call(rotateTokenEndpoint, { params: { id: params.id ?? "" }, body: {} });
    return params;
  },
  "/api/v1/tokens/{id}/extend-overlap": async (world) => {
    const params = await createToken(world);
    await world.api.call(rotateTokenEndpoint, { params: { id: params.id ?? "" }, body: {} });
    return params;
  },
  "/api/v1/tokens/{id}/reveal": async (world) => {
    const params = await createToken(world);
    // As a hand-over leaves it.
    await database()
      .update(apiTokens)
      .set({ secretSeenBy: null })
      .where(eq(apiTokens.id, params.id ?? ""));
    return params;
  },
  "/api/v1/tickets/{id}": createTicket,
  "/api/v1/troubleshooter/tickets/{id}": async (world) => {
    const { api } = await customerOf(world);
    const { id } = await api.call(fileTicketEndpoint, {
      body: { subject: "Blank page", description: "Since today." },
    });
    return { id };
  },
  "/api/v1/tickets/{id}/diagnostics": async ({ api }) => {
    const body = { subject: "Site down", body: "`\n### wp-core ###\n\nversion: 6.8.1\n`" };
    return { id: (await api.call(createTicketEndpoint, { body })).id };
  },
  "/api/v1/chats/{id}": createChat,
  "/api/v1/chats/{id}/messages/{messageId}": createMessage,
  "/api/v1/customers/{id}": createCustomer,
  "/api/v1/customers/{id}/sessions": async (world) => {
    const { id: sessionId, customerId: id } = await createOAuthSession(world);
    return { id, sessionId };
  },
  "/api/v1/customers/{id}/merge": withOtherCustomer,
  "/api/v1/customers/{id}/invite": async ({ api }) => {
    const email = `${crypto.randomUUID()}@example.com`;
    const { id } = await api.call(createCustomerEndpoint, { body: { email } });
    return { id };
  },
  "/api/v1/customers/{id}/dismiss-duplicate": withOtherCustomer,
  "/api/v1/customers/{id}/split": async ({ api }) => {
    const body = { name: "Dana Whitfield", phone: PHONE };
    return { id: (await api.call(createCustomerEndpoint, { body })).id };
  },
  "/api/v1/incoming-webhooks/{id}": async (world) => ({ id: (await createIncomingWebhook(world)).id }),
  "/api/v1/incoming-webhooks/{id}/end-overlap": createRotatedWebhook,
  "/api/v1/incoming-webhooks/{id}/extend-overlap": createRotatedWebhook,
  "/api/v1/incoming-webhooks/{id}/discard": async (world) => {
    const { id = "", requestId = "" } = await createHeldRequest(world);
    heldRequests.set(world, requestId);
    return { id };
  },
  "/api/v1/incoming-webhooks/{id}/requests/{requestId}": createRequest,
  "/api/v1/incoming-webhooks/{id}/requests/{requestId}/discard": createHeldRequest,
  "/api/v1/incoming-webhooks/{id}/requests/{requestId}/reprocess": createHeldRequest,
  "/api/v1/incoming-webhooks/{id}/requests/{requestId}/replay": createAcceptedRequest,
  "/api/v1/echo-receivers/{id}": async (world) => ({ id: (await createEchoReceiver(world)).id }),
  "/api/v1/echo-receivers/{id}/requests/{requestId}": createEchoRequest,
  "/api/v1/subscriptions/{id}": createSubscription,
  "/api/v1/subscriptions/{id}/end-overlap": createRotatedSubscription,
  "/api/v1/subscriptions/{id}/extend-overlap": createRotatedSubscription,
  "/api/v1/subscriptions/{id}/resume": async (world) => {
    const { id = "" } = await createSubscription(world);
    await world.api.call(pauseSubscriptionEndpoint, { params: { id } });
    return { id };
  },
  "/api/v1/subscriptions/{id}/discard": async (world) => {
    const params = { id: (await createSubscription(world)).id ?? "" };
    await world.api.call(pauseSubscriptionEndpoint, { params });
    await createEvent(world);
    const { newestHeldId } = await world.api.call(getSubscriptionEndpoint, { params });
    heldEvents.set(world, newestHeldId ?? "");
    return params;
  },
  "/api/v3/webhooks/{id}": async ({ api }) => {
    const body = { targetUrl: "https://example.com/hook", eventTypes: ["email_replied"] };
    return { id: (await api.call(createReplyWebhookEndpoint, { body })).id };
  },
  "/api/v1/subscriptions/{id}/verify": async ({ api }) => {
    const { id } = await api.call(createSubscriptionEndpoint, {
      body: {
        targetUrl: "http://127.0.0.1:65530/hook",
        eventTypes: ["ticket.created"],
        verification: "x_hook_secret",
      },
    });
    return { id };
  },
  "/api/v3/webhook-events/{eventId}": async ({ api }) => {
    const body = { targetUrl: "http://127.0.0.1:9999/hook", eventTypes: ["email_replied"] };
    const webhook = await api.call(createReplyWebhookEndpoint, {
      body: { ...body, subscriptionLevel: "organization" },
    });
    const data = { contact: { email: "dana@example.com" } };
    const event = await api.call(publishEventsEndpoint, { body: { type: "email_replied", data } });
    await api.call(deleteReplyWebhookEndpoint, { params: { id: webhook.id } });
    return { eventId: "id" in event ? event.id : "" };
  },
  "/api/webhooks/{id}": async ({ api }) => {
    await api.call(createRestHookEndpoint, { body: await restHook() });
    const [newest] = await api.call(listRestHooksEndpoint, {});
    return { id: String(newest?.id) };
  },
  "/api/v1/oauth-clients/{id}": createOAuthClient,
  "/api/v1/oauth-clients/{id}/end-overlap": createRotatedClient,
  "/api/v1/oauth-clients/{id}/extend-overlap": createRotatedClient,
  "/api/v1/oauth-clients/{id}/sessions": async (world) => {
    const { id: sessionId, clientId: id } = await createOAuthSession(world);
    return { id, sessionId };
  },
  "/api/v1/oauth-sessions/{id}": async (world) => ({ id: (await createOAuthSession(world)).id }),
  "/api/v1/events/{id}": createEvent,
  "/api/v1/event-types/{type}": async ({ api }) => {
    const { type } = await api.call(createEventTypeEndpoint, { body: eventType() });
    return { type };
  },
  "/api/v1/mails/{id}": createMail,
  "/api/v1/deliveries/{id}": createDelivery,
  "/api/v1/users/{id}": async ({ organization }) => {
    const { id } = await createUser(organization, { role: "viewer" });
    return { id: String(id) };
  },
  "/api/v1/users/{id}/factors": async ({ organization }) => {
    const { id } = await createUser(organization, { role: "viewer" });
    await createFactor(id);
    return { id: String(id) };
  },
  // Without a parameter, but of no use to whoever has no second factor.
  "/api/v1/me/recovery-codes": async ({ admin }) => {
    await createFactor(admin.id);
    return {};
  },
  "/api/v1/me/factors/{id}": async ({ admin }) => ({ id: await createFactor(admin.id) }),
  "/api/v1/invitations/{id}": async ({ api }) => {
    const { data } = await api.call(createInvitationsEndpoint, { body: invitation() });
    return { id: data[0]?.id ?? "" };
  },
  "/api/v1/teams/{id}": async ({ api }) => {
    const { id } = await api.call(createTeamEndpoint, { body: { name: unique("Team") } });
    return { id: String(id) };
  },
  "/api/v1/me/sessions/{id}": async ({ admin }) => {
    const { sessionId } = await signInAs(admin);
    return { id: sessionId };
  },
  "/api/v1/audit-log/{id}": async (world) => {
    await createToken(world);
    const { data } = await world.api.call(listAuditLogEndpoint, { query: {} });
    return { id: data[0]?.id ?? "" };
  },
};

/** Where the example of the body's schema won't do, be it because names are unique or because ids have to be real. */
const BODIES: Record<string, (world: World) => unknown> = {
  createToken: () => ({ name: "Made", scopes: ["tokens:read"] }),
  createEventType: eventType,
  publishEvents: () => ({ type: "ticket.created", data: { subject: "Printer on fire" } }),
  // Of events that whoever may subscribe may read: others take more than the operation's own scope.
  createSubscription: () => ({ targetUrl: "https://example.com/hook", eventTypes: ["subscription.*"] }),
  updateSubscription: () => ({ name: "Renamed" }),
  createReplyWebhook: replyWebhook,
  replaceReplyWebhook: replyWebhook,
  createRestHook: restHook,
  rotateToken: () => ({}),
  rotateClientSecret: () => ({}),
  updateToken: () => ({ name: "Renamed" }),
  createCustomer: () => ({ email: `${crypto.randomUUID()}@example.com` }),
  mergeCustomer: (world) => ({ intoId: otherCustomers.get(world) ?? NOBODY }),
  updateOrganization: () => ({ name: unique("Workspace") }),
  updateCustomerRegistration: () => ({ policy: "known" }),
  dismissDuplicate: (world) => ({ customerId: otherCustomers.get(world) ?? NOBODY }),
  splitCustomer: () => ({ phones: [PHONE] }),
  discardIncomingRequests: (world) => ({ upToId: heldRequests.get(world) ?? NOBODY }),
  discardHeldEvents: (world) => ({ upToId: heldEvents.get(world) ?? NOBODY }),
  createInvitations: invitation,
  // Any other needs a second factor of the caller's own.
  updateFactorPolicy: () => ({ roles: [] }),
  addAuthenticatorApp: async ({ api }) => {
    const { secret } = await api.call(startAuthenticatorAppEndpoint, {});
    return { name: "Phone", secret, code: codeOf(secret) };
  },
  addPasskey: async ({ api }) => {
    const { challenge } = await api.call(startPasskeyEndpoint, {});
    const credential = new SoftAuthenticator().create({ challenge, origin: env.APP_URL });
    return { name: "Laptop", credential };
  },
  updateUser: () => ({ status: "active" }),
  createTeam: () => ({ name: unique("Team") }),
  updateTeam: () => ({ name: unique("Team") }),
  setTeamMembers: ({ admin }) => ({ userIds: [admin.id] }),
  changePassword: () => ({ currentPassword: PASSWORD, newPassword: "an analytical engine" }),
  reauthenticateSession: () => ({ password: PASSWORD }),
  mergeTicket: async (world) => ({ intoId: (await createTicket(world)).id }),
  reportBounce: async (world) => ({
    messageId: (await createMail(world)).messageId,
    kind: "permanent",
    reason: "550 no such user",
  }),
};

const QUERIES: Record<string, (params: Params) => string> = {
  listIncomingStats: () => `ids=${NOBODY}`,
  listSubscriptionStats: () => `ids=${NOBODY}`,
};

export function hasParams({ endpoint }: Operation): boolean {
  return endpoint.path.includes("{");
}

/** A new row of the world for the path's parameters. */
export async function createParams(operation: Operation, world: World): Promise<Params> {
  const make = Object.entries(ROWS)
    .filter(([path]) => isPartOf(operation.endpoint.path, path))
    .toSorted(([a], [b]) => b.length - a.length)[0]?.[1];
  if (make) return make(world);
  if (!hasParams(operation)) return {};
  throw new Error(
    `No row is known for ${operation.id} (${operation.endpoint.path}). Add one to ROWS in e2e/api-world.ts.`,
  );
}

export function pathOf({ id, endpoint }: Operation, params: Params): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (!value) throw new Error(`The row for ${id} has no ${name}. Correct ROWS in e2e/api-world.ts.`);
    return encodeURIComponent(value);
  });
  const query = QUERIES[id]?.(params);
  return query ? `${path}?${query}` : path;
}

/** A body that the operation accepts, or undefined where it takes none. */
export async function bodyOf({ id, endpoint }: Operation, world: World): Promise<unknown> {
  if (!endpoint.body) return undefined;
  const body = (await BODIES[id]?.(world)) ?? endpoint.body.meta()?.example;
  if (body !== undefined) return body;
  throw new Error(
    `No body is known for ${id}. Give its schema an example, or add one to BODIES in e2e/api-world.ts.`,
  );
}

function isPartOf(path: string, beginning: string): boolean {
  return path === beginning || path.startsWith(`${beginning}/`);
}

/** A passkey of which nobody has the key. */
async function createFactor(userId: number): Promise<string> {
  const credential = { credentialId: crypto.randomUUID(), publicKey: "", signCount: 0 };
  const [row] = await database()
    .insert(factors)
    .values({ userId, kind: "passkey", name: "Laptop", ...credential })
    .returning({ id: factors.id });
  if (!row) throw new Error("insert returned no row");
  return row.id;
}

/** Makes it so that the world's admin has signed in with a second factor. */
export async function showFactor({ admin, sessionId }: World): Promise<void> {
  await createFactor(admin.id);
  await database().update(sessions).set({ factor: "passkey" }).where(eq(sessions.id, sessionId));
}

async function createToken({ api }: World): Promise<Params> {
  const { id } = await api.call(createTokenEndpoint, { body: { name: "Row", scopes: ["tokens:read"] } });
  return { id };
}

async function createTicket({ api }: World): Promise<Params> {
  const { id } = await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
  return { id };
}

/** As its worker leaves it once the mail server has taken it. */
export async function createMail({ api, organization }: World): Promise<{ id: string; messageId: string }> {
  const customer = { email: `${crypto.randomUUID()}@example.com` };
  const ticket = await api.call(createTicketEndpoint, { body: { subject: "Printer on fire", customer } });
  const [row] = await database()
    .insert(mails)
    .values({
      organizationId: organization.id,
      ticketId: ticket.id,
      customerId: ticket.customer?.id ?? "",
      messageId: `<${crypto.randomUUID()}@example.com>`,
      status: "sent",
      ...customer,
    })
    .returning({ id: mails.id, messageId: mails.messageId });
  if (!row) throw new Error("insert returned no row");
  return row;
}

async function createChat({ api }: World): Promise<Params> {
  const { id } = await api.call(createChatEndpoint, { body: { customer: { name: "Dana" } } });
  return { id };
}

async function createMessage(world: World): Promise<Params> {
  const { id = "" } = await createChat(world);
  const message = await world.api.call(createMessageEndpoint, { params: { id }, body: { body: "Hello" } });
  return { id, messageId: message.id };
}

async function createCustomer({ api }: World): Promise<Params> {
  const { id } = await api.call(createCustomerEndpoint, { body: { name: "Dana Whitfield" } });
  return { id };
}

async function withOtherCustomer(world: World): Promise<Params> {
  otherCustomers.set(world, (await createCustomer(world)).id ?? "");
  return createCustomer(world);
}

function eventType() {
  const type = `order.row_${crypto.randomUUID().replaceAll("-", "_")}`;
  return { type, description: "A row was made.", schema: { type: "object" }, sample: { id: 1 } };
}

function createIncomingWebhook({ api }: Pick<World, "api">) {
  return api.call(createIncomingWebhookEndpoint, { body: { name: "Row", action: "create_ticket" } });
}

async function createRotatedWebhook({ api }: World): Promise<Params> {
  const { id } = await createIncomingWebhook({ api });
  await api.call(rotateIncomingSecretEndpoint, { params: { id }, body: {} });
  return { id };
}

/** One that was refused, so that it can be looked at again. */
async function createRequest(world: World): Promise<Params> {
  const { id, url } = await createIncomingWebhook(world);
  const headers = { "content-type": "application/json", "x-replify-signature": `sha256=${"0".repeat(64)}` };
  await world.api.request("POST", new URL(url).pathname, { raw: "{}", headers });
  const { data } = await world.api.call(listIncomingRequestsEndpoint, { params: { id }, query: {} });
  return { id, requestId: data[0]?.id ?? "" };
}

async function createAcceptedRequest({ api }: World): Promise<Params> {
  const { id } = await createIncomingWebhook({ api });
  const { requestId } = await api.call(testIncomingWebhookEndpoint, { params: { id } });
  return { id, requestId: requestId ?? "" };
}

async function createHeldRequest({ api }: World): Promise<Params> {
  const { id } = await createIncomingWebhook({ api });
  const body = { status: "paused" as const, holdWhilePaused: true };
  await api.call(updateIncomingWebhookEndpoint, { params: { id }, body });
  const { requestId } = await api.call(testIncomingWebhookEndpoint, { params: { id } });
  return { id, requestId: requestId ?? "" };
}

function createEchoReceiver({ api }: Pick<World, "api">) {
  return api.call(createEchoReceiverEndpoint, { body: {} });
}

async function createEchoRequest({ api }: World): Promise<Params> {
  const { id, url } = await createEchoReceiver({ api });
  await api.request("POST", new URL(url).pathname, { raw: "{}" });
  const { data } = await api.call(listEchoRequestsEndpoint, { params: { id }, query: {} });
  return { id, requestId: data[0]?.id ?? "" };
}

async function createSubscription({ api }: World): Promise<Params> {
  const { id } = await api.call(createSubscriptionEndpoint, {
    // Nobody listens there: the delivery waits for its only retry.
    body: {
      targetUrl: "http://127.0.0.1:9999/hook",
      eventTypes: ["ticket.created"],
      retryPolicy: { delaysSeconds: [86_400] },
    },
  });
  return { id };
}

async function createRotatedSubscription(world: World): Promise<Params> {
  const { id = "" } = await createSubscription(world);
  await world.api.call(rotateSubscriptionSecretEndpoint, { params: { id }, body: {} });
  return { id };
}

async function createOAuthClient({ api }: World): Promise<Params> {
  const { id } = await api.call(createOAuthClientEndpoint, {
    body: {
      name: "Row",
      type: "confidential",
      redirectUris: ["https://app.example.com/callback"],
      scopes: ["profile"],
    },
  });
  return { id };
}

async function createRotatedClient(world: World): Promise<Params> {
  const { id = "" } = await createOAuthClient(world);
  await world.api.call(rotateClientSecretEndpoint, { params: { id }, body: {} });
  return { id };
}

/** Of an app and a customer of its own, whose ids are given, too. */
async function createOAuthSession(
  world: World,
): Promise<{ id: string; clientId: string; customerId: string }> {
  const { id: clientId = "" } = await createOAuthClient(world);
  const { clientId: publicId } = await world.api.call(getOAuthClientEndpoint, { params: { id: clientId } });
  const client = await findClient(publicId);
  if (!client) throw new Error("The app was made a moment ago.");
  const { id: accountId, customerId } = await createCustomerAccount(world.organization);
  const opening = { client, accountId, scopes: client.scopes, host: null, origin: "password" as const };
  await openSession(opening, { ip: null, userAgent: null });
  const { data } = await world.api.call(listOAuthSessionsEndpoint, { query: { clientId } });
  return { id: data[0]?.id ?? "", clientId, customerId };
}

async function createEvent({ api }: World): Promise<Params> {
  const answer = await api.call(publishEventsEndpoint, {
    body: { type: "ticket.created", data: { subject: "Printer on fire" } },
  });
  if (!("id" in answer)) throw new Error("One event was published, and several came back.");
  return { id: answer.id };
}

/** One whose first attempt is over: while it is being sent it can't be resent. */
async function createDelivery(world: World): Promise<Params> {
  const { id: subscriptionId } = await createSubscription(world);
  await createEvent(world);
  let id = "";
  const find = async () => {
    const { data } = await world.api.call(listDeliveriesEndpoint, { query: { subscriptionId } });
    id = data[0]?.id ?? "";
    return data[0]?.status;
  };
  await expect.poll(find).toBe("retrying");
  return { id };
}

function invitation() {
  return { emails: [`${crypto.randomUUID()}@example.com`], role: "viewer" as const };
}

/** Of an event that whoever may subscribe may read. */
function replyWebhook() {
  return { targetUrl: "https://example.com/hook", eventTypes: ["subscription.disabled"] };
}

async function restHook() {
  return { target_url: await echoTarget(), event: "listing.created" as const };
}

function unique(name: string): string {
  return `${name} ${crypto.randomUUID()}`;
}
