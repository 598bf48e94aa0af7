import * as z from "zod";
import { defineEvent, type PayloadsOf } from "./define-event";
import {
  attributes,
  author,
  changed,
  count,
  id,
  list,
  person,
  requiredId,
  requiredText,
  text,
  time,
} from "./fields";

const ticketFields = {
  id: id("Ticket id."),
  number: count("Number people use for the ticket, counted within the organization."),
  subject: text("What the ticket is about, in one line."),
  body: text("Opening text of the ticket."),
  status: text("Current status, such as `open`, `pending`, `resolved` or `closed`."),
  priority: text("Priority, such as `low`, `normal`, `high` or `urgent`."),
  customer: person("The customer who asked."),
  assignee: person("The agent responsible; null when nobody is."),
  teamId: id("Team the ticket belongs to."),
  source: text(
    "Where it came from, such as `manual`, `api`, `incoming_webhook`, `chat` or `troubleshooter`.",
  ),
  tags: list(z.string(), "Tags."),
  diagnostics: attributes(
    "Environment of the customer's installation, as the sender structured it; of what was read of a site, `source` and `summary`.",
  ),
  createdAt: time("When the ticket was opened"),
  updatedAt: time("When the ticket last changed"),
};

const existingTicketFields = { ...ticketFields, id: requiredId("Ticket id.") };

const comment = z
  .looseObject({
    id: id("Comment id."),
    visibility: z
      .enum(["public", "internal"])
      .optional()
      .describe("`public`: a reply the customer sees. `internal`: a note for agents."),
    author,
    body: requiredText("Text of the comment."),
    createdAt: time("When the comment was written"),
  })
  .describe("The new comment.");

const sampleTicket = {
  id: "01960581-3c00-7a21-9f40-5d2c8e7b1a01",
  number: 1042,
  subject: "Checkout shows a blank page after the update",
  body: "Since this morning customers see an empty page after they press Pay.",
  status: "open",
  priority: "high",
  customer: {
    id: "01960580-1d80-7c44-8a02-3b6f90d4e2c7",
    name: "Dana Whitfield",
    email: "dana@whitfield-prints.example",
  },
  assignee: { id: 7, name: "Mike Jones", email: "mike.jones@desk.example" },
  teamId: 3,
  source: "troubleshooter",
  tags: ["checkout", "woocommerce"],
  diagnostics: { wordpress: { version: "6.8.1" }, php: { version: "8.3.6" }, theme: "Storefront 4.6.0" },
  createdAt: "2026-04-05T14:04:00.000Z",
  updatedAt: "2026-04-05T14:04:00.000Z",
};

export const TICKET_PAYLOADS = {
  "ticket.created": defineEvent(
    z.looseObject({ ...ticketFields, subject: requiredText("What the ticket is about, in one line.") }),
    sampleTicket,
  ),
  "ticket.updated": defineEvent(z.looseObject({ ...existingTicketFields, changed }), {
    ...sampleTicket,
    priority: "urgent",
    updatedAt: "2026-04-05T14:21:30.000Z",
    changed: {
      priority: { from: "high", to: "urgent" },
      tags: { from: ["checkout"], to: ["checkout", "woocommerce"] },
    },
  }),
  "ticket.status_changed": defineEvent(
    z.looseObject({
      ...existingTicketFields,
      from: text("Status before."),
      to: requiredText("Status now; the same as `status`."),
    }),
    {
      ...sampleTicket,
      status: "resolved",
      updatedAt: "2026-04-05T16:40:12.000Z",
      from: "open",
      to: "resolved",
    },
  ),
  "ticket.comment_added": defineEvent(z.looseObject({ ...existingTicketFields, comment }), {
    ...sampleTicket,
    updatedAt: "2026-04-05T14:32:05.000Z",
    comment: {
      id: "0196059a-f208-7d90-b3e1-64a7c20f8d15",
      visibility: "public",
      author: { type: "user", id: 7, name: "Mike Jones", email: "mike.jones@desk.example" },
      body: "Thank you for the details. Please try again with the payment plugin switched off.",
      createdAt: "2026-04-05T14:32:05.000Z",
    },
  }),
  "ticket.deleted": defineEvent(
    z.looseObject({ ...existingTicketFields, deletedAt: time("When the ticket was deleted") }),
    { ...sampleTicket, status: "closed", deletedAt: "2026-05-11T08:15:00.000Z" },
  ),
} satisfies PayloadsOf<"tickets">;
