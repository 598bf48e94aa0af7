import * as z from "zod";
import { bulkUpdatedTicketsSchema, bulkUpdateTicketsSchema } from "@/features/tickets/bulk-schema";
import {
  commentSchema,
  createCommentSchema,
  listCommentsQuerySchema,
} from "@/features/tickets/comment-schema";
import {
  createTicketSchema,
  extractDiagnosticsSchema,
  listTicketsQuerySchema,
  mergeTicketSchema,
  pluginTicketsSchema,
  readTicketSchema,
  ticketActivitySchema,
  ticketCountsSchema,
  ticketReadSchema,
  ticketSchema,
  ticketSummarySchema,
  ticketViewersSchema,
  updateTicketSchema,
  viewTicketSchema,
} from "@/features/tickets/schema";
import { endpoint } from "@/lib/endpoint";
import { pageQuerySchema, pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });

export const listTicketsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/tickets",
  access: "tickets:read",
  summary: "List tickets",
  description: "The one with the latest activity first, unless sorted otherwise.",
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
  description: "Those that are gone or merged are left out of the answer.",
  body: bulkUpdateTicketsSchema,
  response: bulkUpdatedTicketsSchema,
  status: 200,
});

export const deleteTicketEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/tickets/{id}",
  access: "tickets:write",
  sensitivity: "data",
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
  params,
  query: listCommentsQuerySchema,
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

export const mergeTicketEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/tickets/{id}/merge",
  access: "tickets:write",
  summary: "Merge a ticket into another",
  description:
    "Its conversation moves over, and it is closed for good: what is later written to it goes to the other. Answers with the ticket that stays.",
  params,
  body: mergeTicketSchema,
  response: ticketSchema,
  errors: { conflict: "One of the two was merged already." },
  status: 200,
});

export const extractDiagnosticsEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/tickets/{id}/diagnostics",
  access: "tickets:write",
  summary: "Show the Site Health text in a ticket as its diagnostics",
  description:
    "Reads what WordPress’s “Copy site info to clipboard” gives, where a customer pasted it. Replaces what was read of such a text before.",
  params,
  body: extractDiagnosticsSchema,
  response: ticketSchema,
  errors: {
    conflict:
      "The ticket was merged, or has diagnostics that are not from such a text, which this would replace.",
  },
  status: 200,
});

export const countPluginTicketsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/tickets/{id}/diagnostics/plugins",
  access: "tickets:read",
  summary: "Count the other open tickets with each of a ticket’s plugins",
  description:
    "In the same version, of sites where the plugin is active. Plugins that no other has are left out.",
  params,
  response: pluginTicketsSchema,
  status: 200,
});

export const viewTicketEndpoint = endpoint({
  method: "PUT",
  path: "/api/v1/tickets/{id}/viewers",
  access: "session",
  summary: "Say that you look at a ticket, and see who else does",
  description: "Counts for 30 seconds. You need the permission tickets:read.",
  params,
  body: viewTicketSchema,
  response: ticketViewersSchema,
  status: 200,
});

export const getTicketReadEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/tickets/{id}/read",
  access: "session",
  summary: "Get how far you have read a ticket",
  description: "You need the permission tickets:read.",
  params,
  response: ticketReadSchema,
  status: 200,
});

export const markTicketReadEndpoint = endpoint({
  method: "PUT",
  path: "/api/v1/tickets/{id}/read",
  access: "session",
  summary: "Say how far you have read a ticket",
  description: "Never takes it back. You need the permission tickets:read.",
  params,
  body: readTicketSchema,
  response: ticketReadSchema,
  status: 200,
});

export const listTicketActivityEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/tickets/{id}/activity",
  access: "tickets:read",
  summary: "List what happened to a ticket",
  description: "Who changed what and when, the newest first.",
  params,
  query: pageQuerySchema,
  response: pageSchema(ticketActivitySchema),
  status: 200,
});
