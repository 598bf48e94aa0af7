import * as z from "zod";
import { TICKET_PRIORITIES, TICKET_STATUSES } from "@/db/enums";
import { environmentReportInputSchema, environmentReportSchema } from "@/features/environment-reports/schema";
import { bodySchema, subjectSchema } from "@/features/tickets/schema";
import { pageSchema } from "@/lib/pagination";

const textSchema = bodySchema.refine((text) => text.trim() !== "", "Write something first.");

const { summary, findings, leftOut } = environmentReportSchema.shape;

const mergedIntoSchema = z
  .object({ id: z.uuid(), number: z.int() })
  .nullable()
  .meta({ description: "The ticket of theirs that support joined it to: what is said goes on there." });

/** What a customer sees of a ticket of theirs: nothing that the desk keeps to itself. */
const customerTicketSchema = z
  .object({
    id: z.uuid(),
    number: z.int().meta({ description: "What support calls it." }),
    subject: z.string(),
    status: z.enum(TICKET_STATUSES),
    priority: z.enum(TICKET_PRIORITIES),
    createdAt: z.iso.datetime(),
    lastCommentAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: "When an answer last came, of either side." }),
    mergedInto: mergedIntoSchema,
  })
  .meta({ id: "CustomerTicketSummary" });

export const customerTicketListSchema = pageSchema(customerTicketSchema);

export const customerTicketDetailSchema = customerTicketSchema
  .extend({ description: z.string(), summary, findings, leftOut })
  .meta({ id: "CustomerTicket" });

export const filedTicketSchema = z
  .object({
    id: z.uuid(),
    number: z.int(),
    status: z.enum(TICKET_STATUSES),
    subject: z.string(),
    createdAt: z.iso.datetime(),
    summary,
    findings,
    leftOut,
  })
  .meta({ id: "FiledTicket" });

export const fileTicketSchema = z
  .strictObject({
    subject: subjectSchema,
    description: textSchema,
    priority: z.enum(TICKET_PRIORITIES).optional(),
    ...environmentReportInputSchema.shape,
  })
  .meta({
    id: "FileTicket",
    example: {
      subject: "Checkout shows a blank page",
      description: "Since this morning customers see an empty page after they press Pay.",
      diagnosis: [{ severity: "critical", code: "fatal_error", message: "PHP stopped in checkout.php." }],
      environment: {
        wordpressVersion: "6.8.1",
        phpVersion: "8.3.6",
        activePlugins: [{ name: "WooCommerce", version: "9.9.5", latest: "10.0" }],
        theme: { name: "Storefront", version: "4.6.0" },
      },
    },
  });

export const customerCommentSchema = z
  .object({
    id: z.uuid(),
    author: z.object({
      type: z.enum(["customer", "support"]),
      name: z.string(),
    }),
    body: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "CustomerComment" });

export const answerTicketSchema = z
  .strictObject({ body: textSchema })
  .meta({ id: "AnswerTicket", example: { body: "It happens with every browser." } });

export type CustomerTicket = z.output<typeof customerTicketSchema>;
export type CustomerTicketDetail = z.output<typeof customerTicketDetailSchema>;
export type FiledTicket = z.output<typeof filedTicketSchema>;
export type FileTicket = z.output<typeof fileTicketSchema>;
export type CustomerComment = z.output<typeof customerCommentSchema>;
export type AnswerTicket = z.output<typeof answerTicketSchema>;
