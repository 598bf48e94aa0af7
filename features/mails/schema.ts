import * as z from "zod";
import { MAIL_OBSTACLES, MAIL_STATUSES } from "@/db/enums";
import { pageQuerySchema } from "@/lib/pagination";
import { storableText } from "@/lib/wire-types";

export const commentMailSchema = z
  .object({
    id: z.uuid(),
    status: z.enum(MAIL_STATUSES).meta({
      description:
        "`skipped` and why: `obstacle`. `bounced`: the address was refused, and gets nothing more until someone sends a mail to it again.",
    }),
    obstacle: z.enum(MAIL_OBSTACLES).nullable(),
    error: z.string().nullable().meta({ description: "What the mail server said last." }),
    sentAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "CommentMail" });

export const mailSchema = commentMailSchema
  .extend({
    ticket: z.object({ id: z.uuid(), number: z.int(), subject: z.string() }),
    customerId: z.uuid(),
    messageId: z.string().meta({ description: "In angle brackets." }),
    email: z
      .string()
      .nullable()
      .meta({ description: "null before it is tried, and once the customer is erased." }),
    subject: z.string().nullable(),
    attemptCount: z.int(),
    nextAttemptAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Mail" });

export const mailDetailSchema = mailSchema
  .extend({
    headers: z
      .array(z.object({ name: z.string(), value: z.string() }))
      .meta({ description: "Those that we set; what unlocks something is masked." }),
    text: z.string().nullable().meta({ description: "null once the customer is erased." }),
  })
  .meta({ id: "MailDetail" });

export const listMailsQuerySchema = pageQuerySchema.extend({
  status: z.enum(MAIL_STATUSES).optional(),
  ticketId: z.uuid().optional(),
  q: storableText()
    .trim()
    .max(200)
    .optional()
    .meta({ description: "A part of the address, or #number of a ticket." }),
});

export const reportBounceSchema = z
  .strictObject({
    messageId: storableText()
      .trim()
      .min(3)
      .max(300)
      .meta({ description: "Of the mail, with or without <>." }),
    kind: z.enum(["permanent", "temporary"]).meta({
      description: "`permanent`: nothing more is sent to the address until someone sends a mail to it again.",
    }),
    reason: storableText().trim().min(1).max(1000),
  })
  .meta({
    id: "ReportBounce",
    example: {
      messageId: "<0d9f3a52-51a0-4d5e-9a3c-3f1a60f5b0aa@example.com>",
      kind: "permanent",
      reason: "550 5.1.1 no such user",
    },
  });

export type CommentMail = z.output<typeof commentMailSchema>;
export type Mail = z.output<typeof mailSchema>;
export type MailDetail = z.output<typeof mailDetailSchema>;
export type ListMailsQuery = z.output<typeof listMailsQuerySchema>;
export type ReportBounce = z.output<typeof reportBounceSchema>;
