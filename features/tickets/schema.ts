import * as z from "zod";
import { AUDIT_ACTORS, TICKET_PRIORITIES, TICKET_SOURCES, TICKET_STATUSES } from "@/db/enums";
import { customerInputSchema, customerRefSchema } from "@/features/customers/schema";
import { isEnvironmentForm } from "@/features/environment-reports/recognize";
import { environmentReportSchema } from "@/features/environment-reports/schema";
import { TICKET_SORTS } from "@/features/tickets/sorts";
import { pageQuerySchema } from "@/lib/pagination";
import { instantSchema, numericIdSchema, several, storableText } from "@/lib/wire-types";

export const BODY_MAX = 100_000;
const DIAGNOSTICS_MAX_BYTES = 262_144;

export const subjectSchema = storableText().trim().min(1, "Give the ticket a subject.").max(300);
export const bodySchema = storableText().max(BODY_MAX, "At most 100,000 characters.");
export const tagsSchema = z.array(storableText().trim().min(1).max(60)).max(30);
/** Any structure; unknown keys are kept and shown. */
const anyDiagnosticsSchema = z
  .record(storableText().max(200), z.unknown())
  .refine(
    (value) => isEnvironmentForm(value) || JSON.stringify(value).length <= DIAGNOSTICS_MAX_BYTES,
    "At most 256 KiB of diagnostics.",
  )
  .refine((value) => !JSON.stringify(value).includes("\\u0000"), "Remove the NUL character.");
const siteHealthTextSchema = storableText().refine(
  isEnvironmentForm,
  "Give an object, or the text that WordPress’s “Copy site info to clipboard” gives.",
);
export const diagnosticsSchema = z.union([anyDiagnosticsSchema, siteHealthTextSchema]).meta({
  description:
    "Any structure. WordPress’s Site Health (as JSON or text), WooCommerce’s system status and our own `environment` are read into a summary with findings.",
});

const userRefSchema = z.object({ id: z.int(), name: z.string() });

export const ticketSummarySchema = z
  .object({
    id: z.uuid(),
    number: z
      .int()
      .meta({ description: "Number people use for the ticket, counted within the organization." }),
    subject: z.string(),
    snippet: z.string().meta({ description: "The beginning of the opening text." }),
    status: z.enum(TICKET_STATUSES),
    priority: z.enum(TICKET_PRIORITIES),
    customer: customerRefSchema.nullable(),
    assignee: userRefSchema.nullable(),
    team: userRefSchema.nullable(),
    source: z.enum(TICKET_SOURCES),
    sourceName: z
      .string()
      .nullable()
      .meta({ description: "The name of the incoming webhook or of the customer's app that made it." }),
    sourceHost: z
      .string()
      .nullable()
      .meta({ description: "The site that the customer's app runs on, as far as it is known." }),
    tags: z.array(z.string()),
    version: z
      .int()
      .meta({ description: "Grows with every change; send it back to notice others' changes." }),
    commentCount: z.int(),
    isUnread: z.boolean().meta({
      description: "The latest comment is somebody else's, of the last 90 days, and you have not read it.",
    }),
    lastActivityAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "TicketSummary" });

export const ticketSchema = ticketSummarySchema
  .omit({ snippet: true, isUnread: true })
  .extend({
    body: z.string(),
    diagnostics: z
      .union([environmentReportSchema, z.record(z.string(), z.unknown())])
      .nullable()
      .meta({ description: "As they were sent, or what was read of a customer’s site." }),
    requestId: z.uuid().nullable().meta({ description: "The incoming webhook's request that made it." }),
    chatId: z.uuid().nullable(),
    mergedIntoId: z.uuid().nullable().meta({ description: "The ticket that its conversation moved to." }),
    mergedIntoNumber: z.int().nullable(),
    resolvedAt: z.iso.datetime().nullable(),
    closedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Ticket" });

export const createTicketSchema = z
  .strictObject({
    subject: subjectSchema,
    body: bodySchema.optional(),
    status: z.enum(TICKET_STATUSES).optional(),
    priority: z.enum(TICKET_PRIORITIES).optional(),
    customerId: z.uuid().optional(),
    customer: customerInputSchema.optional(),
    assigneeId: numericIdSchema.nullish(),
    teamId: numericIdSchema.nullish(),
    tags: tagsSchema.optional(),
    diagnostics: diagnosticsSchema.optional(),
  })
  .refine(({ customerId, customer }) => !(customerId && customer), {
    path: ["customer"],
    message: "Give customerId or customer, not both.",
  })
  .meta({
    id: "CreateTicket",
    example: {
      subject: "Checkout shows a blank page",
      body: "Since this morning customers see an empty page after they press Pay.",
      priority: "high",
      customer: { email: "dana@whitfield-prints.example", name: "Dana Whitfield" },
    },
  });

export const updateTicketSchema = z
  .strictObject({
    subject: subjectSchema.optional(),
    status: z.enum(TICKET_STATUSES).optional(),
    priority: z.enum(TICKET_PRIORITIES).optional(),
    customerId: z.uuid().nullish(),
    assigneeId: numericIdSchema.nullish(),
    teamId: numericIdSchema.nullish(),
    tags: tagsSchema.optional(),
    diagnostics: diagnosticsSchema.nullish(),
    version: z
      .int()
      .optional()
      .meta({ description: "The version that was read: 409 if the ticket has changed since." }),
  })
  .meta({ id: "UpdateTicket", example: { status: "resolved" } });

export const mergeTicketSchema = z
  .strictObject({ intoId: z.uuid().meta({ description: "The ticket that stays." }) })
  .meta({ id: "MergeTicket", example: { intoId: "01960581-3c00-7a21-9f40-5d2c8e7b1a01" } });

export const extractDiagnosticsSchema = z
  .strictObject({
    commentId: z.uuid().optional().meta({ description: "Whose text to read; the opening text if absent." }),
  })
  .meta({ id: "ExtractDiagnostics", example: {} });

export const pluginTicketsSchema = z
  .object({
    data: z.array(
      z.object({
        filter: z.string().meta({
          description: "Lists them as `diagnostics=` of the list.",
          example: "plugin:woocommerce@9.9.5",
        }),
        tickets: z.int(),
      }),
    ),
    limit: z.int().meta({ description: "So many tickets are looked through." }),
  })
  .meta({ id: "PluginTickets" });

export const viewTicketSchema = z
  .strictObject({ isReplying: z.boolean() })
  .meta({ id: "ViewTicket", example: { isReplying: false } });

export const readTicketSchema = z
  .strictObject({
    commentId: z
      .uuid()
      .nullable()
      .meta({ description: "The last comment that was seen; null for the opening text alone." }),
  })
  .meta({ id: "ReadTicket", example: { commentId: null } });

export const ticketReadSchema = z
  .object({
    readUpToId: z.uuid().nullable().meta({
      description: "The last comment that you read, or the ticket's own id; null if you never did.",
    }),
    unreadCount: z.int().meta({
      description:
        "Comments from the first one on that you have not read and somebody else wrote. Counted up to 200.",
    }),
  })
  .meta({ id: "TicketRead" });

export const ticketViewersSchema = z
  .object({
    data: z.array(z.object({ user: userRefSchema, isReplying: z.boolean(), seenAt: z.iso.datetime() })),
  })
  .meta({ id: "TicketViewers" });

export const ticketActivitySchema = z
  .object({
    id: z.uuid(),
    action: z.string().meta({ example: "ticket.updated" }),
    actor: z.object({ type: z.enum(AUDIT_ACTORS), id: z.string(), name: z.string() }),
    changes: z
      .array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() }))
      .meta({ description: "The fields that changed; of diagnostics only that they did." }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "TicketActivity" });

export const listTicketsQuerySchema = pageQuerySchema.extend({
  sort: z.enum(TICKET_SORTS).default("-updated").meta({
    description:
      "`updated` goes by the last activity, `created` by the number; a minus puts the latest first. A cursor belongs to the sort that it was given out for.",
  }),
  status: several(z.enum(TICKET_STATUSES)).optional(),
  priority: several(z.enum(TICKET_PRIORITIES)).optional(),
  source: several(z.enum(TICKET_SOURCES)).optional(),
  assigneeId: z
    .union([z.literal("none"), z.literal("me"), z.coerce.number().pipe(numericIdSchema)])
    .optional()
    .meta({ description: "A user's id, `me` or `none`." }),
  teamId: z.coerce.number().pipe(numericIdSchema).optional(),
  customerId: z.uuid().optional(),
  tag: storableText().trim().min(1).max(60).optional(),
  diagnostics: storableText()
    .max(200)
    .regex(/^[^:]+:.+$/, "Give key:value, e.g. plugin:woocommerce.")
    .optional()
    .meta({
      description:
        "`key:value`, the key dotted: `app.version:4.2`. Of what was read of a customer’s site: `plugin:woocommerce`, `plugin:woocommerce@9.9`, `php:8.1` or `wordpress:6.8`, each version by its leading parts; plugins that are active.",
    }),
  q: storableText()
    .trim()
    .max(120)
    .optional()
    .meta({ description: "A part of the subject, of the customer's name or address, or #number." }),
  from: instantSchema.optional().meta({ description: "Last activity at or after." }),
  to: instantSchema.optional().meta({ description: "Last activity before." }),
});

export const ticketCountsSchema = z
  .object({
    open: z.int(),
    mine: z.int(),
    unassigned: z.int(),
    all: z.int(),
    limit: z
      .int()
      .meta({ description: "Counting stops here; a count of this size means this many or more." }),
  })
  .meta({ id: "TicketCounts" });

export type TicketSummary = z.output<typeof ticketSummarySchema>;
export type Ticket = z.output<typeof ticketSchema>;
export type CreateTicket = z.output<typeof createTicketSchema>;
export type UpdateTicket = z.output<typeof updateTicketSchema>;
export type MergeTicket = z.output<typeof mergeTicketSchema>;
export type ExtractDiagnostics = z.output<typeof extractDiagnosticsSchema>;
export type PluginTickets = z.output<typeof pluginTicketsSchema>;
export type ViewTicket = z.output<typeof viewTicketSchema>;
export type ReadTicket = z.output<typeof readTicketSchema>;
export type TicketRead = z.output<typeof ticketReadSchema>;
export type TicketViewers = z.output<typeof ticketViewersSchema>;
export type TicketActivity = z.output<typeof ticketActivitySchema>;
export type ListTicketsQuery = z.output<typeof listTicketsQuerySchema>;
export type TicketCounts = z.output<typeof ticketCountsSchema>;
