import * as z from "zod";
import {
  bulkUpdateTicketsSchema,
  commentSchema,
  createCommentSchema,
  createTicketSchema,
  listTicketsQuerySchema,
  ticketCountsSchema,
  ticketSchema,
  ticketSummarySchema,
  updateTicketSchema,
} from "@/features/tickets/schema";
import { endpoint } from "@/lib/endpoint";
import { pageQuerySchema, pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });

export const listTicketsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/tickets",
  access: "tickets:read",
  summary: "List tickets",
  description: "The one with the latest activity first.",
  query: listTicketsQuerySchema,
  response: pageSchema(ticketSummarySchema),
  status: 200,
});

export const countTicketsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/tickets/counts",
  access: "tickets:read",
  summary: "Count the tickets that wait",
  response: ticketCountsSchema,
  status: 200,
});

export const createTicketEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/tickets",
  access: "tickets:write",
  summary: "Open a ticket",
  description: "A customer is found by address or outside id, or added.",
  body: createTicketSchema,
  response: ticketSchema,
  status: 201,
});

export const getTicketEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/tickets/{id}",
  access: "tickets:read",
  summary: "Get a ticket",
  params,
  response: ticketSchema,
  status: 200,
});

export const updateTicketEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/tickets/{id}",
  access: "tickets:write",
  summary: "Change a ticket",
  description: "Send the version that you read to be told (409) when someone else changed it meanwhile.",
  params,
  body: updateTicketSchema,
  response: ticketSchema,
  status: 200,
});

export const bulkUpdateTicketsEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/tickets/bulk",
  access: "tickets:write",
  summary: "Change several tickets alike",
  body: bulkUpdateTicketsSchema,
  response: z.object({ updated: z.int() }).meta({ id: "BulkUpdatedTickets" }),
  status: 200,
});

export const deleteTicketEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/tickets/{id}",
  access: "tickets:write",
  summary: "Delete a ticket",
  params,
  response: z.void(),
  status: 204,
});

export const listCommentsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/tickets/{id}/comments",
  access: "tickets:read",
  summary: "List a ticket's comments",
  description: "The oldest first, as the conversation reads.",
  params,
  query: pageQuerySchema,
  response: pageSchema(commentSchema),
  status: 200,
});

export const createCommentEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/tickets/{id}/comments",
  access: "tickets:write",
  summary: "Reply to a ticket, or note something on it",
  params,
  body: createCommentSchema,
  response: commentSchema,
  status: 201,
});
