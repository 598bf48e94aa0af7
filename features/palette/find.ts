import { listCustomersEndpoint } from "@/features/customers/contract";
import { customerLabel } from "@/features/customers/customer-name";
import { customerHref } from "@/features/customers/links";
import { listDeliveriesEndpoint } from "@/features/deliveries/contract";
import { deliveryHref } from "@/features/deliveries/links";
import { listIncomingWebhooksEndpoint } from "@/features/incoming-webhooks/contract";
import { incomingWebhookHref } from "@/features/incoming-webhooks/links";
import { listSubscriptionsEndpoint } from "@/features/subscriptions/contract";
import { subscriptionHref } from "@/features/subscriptions/links";
import { listTicketsEndpoint } from "@/features/tickets/contract";
import { ticketHref } from "@/features/tickets/links";
import { listTokensEndpoint } from "@/features/tokens/contract";
import { tokenHref } from "@/features/tokens/links";
import { callEndpoint } from "@/lib/api-client";
import type { Scope } from "@/lib/scopes";

/** Where a choice leads. */
export interface Choice {
  href: string;
  label: string;
}

interface Source {
  group: string;
  scope: Scope;
  /** Whether the text can be one that it finds. */
  takes(text: string): boolean;
  find(q: string, signal: AbortSignal): Promise<Choice[]>;
}

const LIMIT = 5;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const isId = (text: string) => UUID.test(text);
/** One letter matches nearly all. */
const isName = (text: string) => text.length > 1 && !isId(text);
const isTicket = (text: string) => isName(text) || /^#?\d+$/.test(text);

/** What is found by its name, number or id: by the lists' own operations, so that nobody is shown what they may not see. */
export const SOURCES: readonly Source[] = [
  {
    group: "Tickets",
    scope: "tickets:read",
    takes: isTicket,
    find: async (q, signal) => {
      const { data } = await callEndpoint(listTicketsEndpoint, { query: { q, limit: LIMIT }, signal });
      return data.map(({ id, number, subject }) => ({
        href: ticketHref(id),
        label: `#${number} ${subject}`,
      }));
    },
  },
  {
    group: "Customers",
    scope: "customers:read",
    takes: isName,
    find: async (q, signal) => {
      const { data } = await callEndpoint(listCustomersEndpoint, { query: { q, limit: LIMIT }, signal });
      return data.map((customer) => ({ href: customerHref(customer.id), label: customerLabel(customer) }));
    },
  },
  {
    // An event's id finds what it was sent as.
    group: "Deliveries",
    scope: "deliveries:read",
    takes: isId,
    find: async (q, signal) => {
      const { data } = await callEndpoint(listDeliveriesEndpoint, { query: { q, limit: LIMIT }, signal });
      return data.map(({ id, eventType, subscriptionName }) => ({
        href: deliveryHref(id),
        label: `${eventType} to ${subscriptionName}`,
      }));
    },
  },
  {
    group: "Event subscriptions",
    scope: "subscriptions:read",
    takes: isName,
    find: async (q, signal) => {
      const { data } = await callEndpoint(listSubscriptionsEndpoint, { query: { q, limit: LIMIT }, signal });
      return data.map(({ id, name }) => ({ href: subscriptionHref(id), label: name }));
    },
  },
  {
    group: "Incoming webhooks",
    scope: "incoming_webhooks:read",
    takes: isName,
    find: async (q, signal) => {
      const { data } = await callEndpoint(listIncomingWebhooksEndpoint, {
        query: { q, limit: LIMIT },
        signal,
      });
      return data.map(({ id, name }) => ({ href: incomingWebhookHref(id), label: name }));
    },
  },
  {
    group: "Tokens",
    scope: "tokens:read",
    takes: isName,
    find: async (q, signal) => {
      const { data } = await callEndpoint(listTokensEndpoint, { query: { q, limit: LIMIT }, signal });
      return data.map(({ id, name }) => ({ href: tokenHref(id), label: name }));
    },
  },
];
