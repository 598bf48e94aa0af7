import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import {
  createContext,
  createOAuthClient,
  createOrganization,
  createToken,
  createUser,
} from "@/db/factories";
import { listAuditLog } from "@/features/audit-log/queries";
import { listAuditLogQuerySchema } from "@/features/audit-log/schema";
import { listCustomers } from "@/features/customers/queries";
import { createCustomerSchema, listCustomersQuerySchema } from "@/features/customers/schema";
import { createCustomer } from "@/features/customers/service";
import { listIncomingWebhooks } from "@/features/incoming-webhooks/queries";
import {
  createIncomingWebhookSchema,
  listIncomingWebhooksQuerySchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { listUsersQuerySchema } from "@/features/members/schema";
import { listOAuthClients } from "@/features/oauth-clients/queries";
import { listOAuthClientsQuerySchema } from "@/features/oauth-clients/schema";
import { listSubscriptions } from "@/features/subscriptions/queries";
import { createSubscriptionSchema, listSubscriptionsQuerySchema } from "@/features/subscriptions/schema";
import { createSubscription } from "@/features/subscriptions/service";
import { listUsers } from "@/features/team/queries";
import { listTickets } from "@/features/tickets/queries";
import { createTicketSchema, listTicketsQuerySchema } from "@/features/tickets/schema";
import { createTicket } from "@/features/tickets/service";
import { listTokens } from "@/features/tokens/queries";
import { listTokensQuerySchema } from "@/features/tokens/schema";

/** Chinese, and an accent as two characters. */
const NAME = "我的印刷机坏了 Jose\u0301";

async function deskNamed(name: string) {
  const organization = await createOrganization();
  const user = await createUser(organization, { name });
  const ctx = createContext(user);
  const ticket = await createTicket(ctx, createTicketSchema.parse({ subject: name }));
  const customer = await createCustomer(ctx, createCustomerSchema.parse({ name, email: "jo@example.com" }));
  await createToken(user, { token: randomUUID(), name });
  await createOAuthClient(organization, { name });
  await createIncomingWebhook(ctx, createIncomingWebhookSchema.parse({ name, action: "create_ticket" }));
  await createSubscription(
    ctx,
    createSubscriptionSchema.parse({ name, targetUrl: "https://example.com/hook", eventTypes: ["ticket.*"] }),
  );
  return { ctx, ticket, customer };
}

test("every list finds two Chinese characters, and an accent in either form", async () => {
  const { ctx, ticket } = await deskNamed(NAME);
  expect(ticket.subject).toBe(NAME);
  const lists = {
    tickets: (q: string) => listTickets(ctx, listTicketsQuerySchema.parse({ q })),
    customers: (q: string) => listCustomers(ctx, listCustomersQuerySchema.parse({ q })),
    tokens: (q: string) => listTokens(ctx, listTokensQuerySchema.parse({ q })),
    apps: (q: string) => listOAuthClients(ctx, listOAuthClientsQuerySchema.parse({ q })),
    incoming: (q: string) => listIncomingWebhooks(ctx, listIncomingWebhooksQuerySchema.parse({ q })),
    subscriptions: (q: string) => listSubscriptions(ctx, listSubscriptionsQuerySchema.parse({ q })),
    users: (q: string) => listUsers(ctx, listUsersQuerySchema.parse({ q })),
    audit: (q: string) => listAuditLog(ctx, listAuditLogQuerySchema.parse({ q, action: "ticket.created" })),
  };
  for (const [name, list] of Object.entries(lists)) {
    for (const q of ["印刷", "刷", "José", "JOSÉ".normalize("NFD"), "了 Jose\u0301"])
      expect((await list(q)).data, `${name}: ${q}`).toHaveLength(1);
    expect((await list("刷印")).data, name).toEqual([]);
  }
});

test("tickets are found by a customer's name, and next to other filters", async () => {
  const { ctx, customer } = await deskNamed(NAME);
  const made = await createTicket(
    ctx,
    createTicketSchema.parse({ subject: "Printer", customerId: customer.id, tags: ["vip"] }),
  );
  const find = async (query: object) =>
    (await listTickets(ctx, listTicketsQuerySchema.parse(query))).data.map(({ id }) => id);
  expect(await find({ q: "印刷", tag: "vip" })).toEqual([made.id]);
  expect(await find({ q: "印刷", from: new Date(Date.now() - 60_000).toISOString() })).toHaveLength(2);
});
