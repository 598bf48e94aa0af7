import * as z from "zod";
import {
  listMailsQuerySchema,
  mailDetailSchema,
  mailSchema,
  reportBounceSchema,
} from "@/features/mails/schema";
import { endpoint } from "@/lib/endpoint";
import { pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });

export const listMailsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/mails",
  access: "mails:read",
  summary: "List mails to customers",
  description: "Each holds one or more answers to a ticket.",
  query: listMailsQuerySchema,
  response: pageSchema(mailSchema),
  status: 200,
});

export const getMailEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/mails/{id}",
  access: "mails:read",
  summary: "Get a mail with its headers and text",
  params,
  response: mailDetailSchema,
  status: 200,
});

export const resendMailEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/mails/{id}/resend",
  access: "mails:write",
  summary: "Send a mail again now",
  description:
    "To the address that the customer has today, under the same Message-ID. An address that had refused mail gets mail again.",
  params,
  response: mailSchema,
  errors: { conflict: "It is on its way already, or what stands in its way is still there." },
  status: 202,
});

export const reportBounceEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/mails/bounces",
  access: "mails:write",
  summary: "Report that a mail came back",
  description:
    "For a mail provider’s bounce webhook. It shows beside the answer on the ticket. The same report twice changes nothing.",
  body: reportBounceSchema,
  response: mailSchema,
  errors: { not_found: "No mail has this Message-ID." },
  status: 200,
});
