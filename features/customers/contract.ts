import * as z from "zod";
import {
  createCustomerSchema,
  customerSchema,
  customerSummarySchema,
  dismissDuplicateSchema,
  erasedCustomerSchema,
  listCustomersQuerySchema,
  mergeCustomerSchema,
  splitCustomerSchema,
  updateCustomerSchema,
} from "@/features/customers/schema";
import { eventSchema } from "@/features/events/schema";
import { endpoint } from "@/lib/endpoint";
import { pageQuerySchema, pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });
const GONE = "The customer was merged into another one (customerId says which), or was erased.";

/** What is done to a customer who is still there, and answers with one. */
const action = {
  method: "POST",
  access: "customers:write",
  params,
  response: customerSchema,
  errors: { conflict: GONE },
  status: 200,
} as const;

export const listCustomersEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/customers",
  access: "customers:read",
  summary: "List customers",
  query: listCustomersQuerySchema,
  response: pageSchema(customerSummarySchema),
  status: 200,
});

export const createCustomerEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/customers",
  access: "customers:write",
  summary: "Add a customer",
  description: "An address or external id that belongs to another customer is 409; customerId says whose.",
  body: createCustomerSchema,
  response: customerSchema,
  errors: { conflict: "The address or external id belongs to another customer; customerId says to whom." },
  status: 201,
});

export const getCustomerEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/customers/{id}",
  access: "customers:read",
  summary: "Get a customer",
  description:
    "Their tickets and chats: `GET /api/v1/tickets?customerId=` and `GET /api/v1/chats?customerId=`. One that was merged is still found by its old id, with mergedIntoId.",
  params,
  response: customerSchema,
  status: 200,
});

export const updateCustomerEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/customers/{id}",
  access: "customers:write",
  summary: "Change a customer",
  description: "Fields that are left out stay; null empties one.",
  params,
  body: updateCustomerSchema,
  response: customerSchema,
  errors: { conflict: `An address or external id belongs to another customer. ${GONE}` },
  status: 200,
});

export const deleteCustomerEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/customers/{id}",
  access: "customers:write",
  sensitivity: "data",
  summary: "Delete a customer",
  description:
    "They leave the lists, and their addresses are free for a new customer. Their tickets and chats stay, under their name; to remove that too, erase them.",
  params,
  response: z.void(),
  status: 204,
});

export const mergeCustomerEndpoint = endpoint({
  ...action,
  path: "/api/v1/customers/{id}/merge",
  sensitivity: "data",
  summary: "Merge a customer into another",
  description:
    "The addresses, external ids, tickets and chats of this customer go to the one that stays, whose empty fields are filled in. The answer is the one that stays. A split takes them apart again.",
  body: mergeCustomerSchema,
});

export const splitCustomerEndpoint = endpoint({
  ...action,
  path: "/api/v1/customers/{id}/split",
  summary: "Split a customer in two",
  description:
    "Undoes a wrong merge, or takes apart two people who were taken for one: the addresses, ids, phone numbers, tickets and chats that are named go to a new customer, or to one that was merged into this one. What is not this customer's (any more) is 422. The answer is the customer they went to.",
  body: splitCustomerSchema,
});

export const dismissDuplicateEndpoint = endpoint({
  ...action,
  path: "/api/v1/customers/{id}/dismiss-duplicate",
  summary: "Dismiss a possible duplicate",
  description: "Says that the two are two people. The hint goes from both, for good.",
  body: dismissDuplicateSchema,
});

export const eraseCustomerEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/customers/{id}/erase",
  access: "customers:write",
  sensitivity: "data",
  summary: "Erase a customer's personal data",
  description:
    "Removes name, addresses, phone, company, tags, attributes, external ids, the pages they chatted from, and their name at comments and messages. Tickets, chats and what was written in them stay. What was sent already is in the logs of events, deliveries and requests until their retention ends. Can't be undone. Works for a deleted customer, too.",
  params,
  response: erasedCustomerSchema,
  errors: { conflict: GONE },
  status: 200,
});

export const listCustomerEventsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/customers/{id}/events",
  access: "customers:read",
  summary: "List the events about a customer",
  params,
  query: pageQuerySchema,
  response: pageSchema(eventSchema),
  status: 200,
});
