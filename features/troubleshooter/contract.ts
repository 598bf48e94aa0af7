import * as z from "zod";
import { listCommentsQuerySchema } from "@/features/tickets/comment-schema";
import {
  answerTicketSchema,
  customerCommentSchema,
  customerTicketDetailSchema,
  customerTicketListSchema,
  filedTicketSchema,
  fileTicketSchema,
} from "@/features/troubleshooter/schema";
import { endpoint } from "@/lib/endpoint";
import { pageQuerySchema, pageSchema } from "@/lib/pagination";

const access = "customer:troubleshooter";
const params = z.object({ id: z.uuid() });

export const listOwnTicketsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/troubleshooter/tickets",
  access,
  summary: "List the customer's tickets",
  description: "All of theirs, however they came in; the newest first.",
  query: pageQuerySchema,
  response: customerTicketListSchema,
  status: 200,
});

export const fileTicketEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/troubleshooter/tickets",
  access,
  summary: "File a ticket, with what the site tells of itself",
  description:
    "Send one of `environment`, `siteHealth`, `siteHealthText` and `wooSystemStatus`, or WooCommerce's beside one of Site Health: up to 1 MiB. What is private in it is dropped before anything is stored, unless `includePrivate` says otherwise; `leftOut` counts it.",
  body: fileTicketSchema,
  // A document of 1 MiB is longer as JSON text, and stands beside the description.
  maxBodyBytes: 3 * 1024 * 1024,
  response: filedTicketSchema,
  errors: {
    payload_too_large: "What the site tells of itself is larger than 1 MiB, or the body than 3 MiB.",
  },
  status: 201,
});

export const getOwnTicketEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/troubleshooter/tickets/{id}",
  access,
  summary: "Get a ticket of the customer",
  params,
  response: customerTicketDetailSchema,
  status: 200,
});

export const listOwnCommentsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/troubleshooter/tickets/{id}/comments",
  access,
  summary: "List the answers of a ticket",
  description:
    "What the customer and support wrote to each other. Of a ticket that was merged: those of the one that it went into.",
  params,
  query: listCommentsQuerySchema,
  response: pageSchema(customerCommentSchema),
  status: 200,
});

export const answerTicketEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/troubleshooter/tickets/{id}/comments",
  access,
  summary: "Answer support",
  description: "Makes a ticket that waited for the customer, or was solved, open again.",
  params,
  body: answerTicketSchema,
  response: customerCommentSchema,
  errors: { conflict: "It was merged into a ticket that is not the customer's." },
  status: 201,
});
