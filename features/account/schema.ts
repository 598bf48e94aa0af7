import * as z from "zod";
import { LONG_TEXT_MAX } from "@/features/customer-accounts/form-state";
import { subjectSchema } from "@/features/tickets/schema";
import { storableText } from "@/lib/wire-types";

const bodySchema = storableText()
  // As browsers send the ends of lines, and as a field counts them.
  .overwrite((text) => text.replaceAll("\r\n", "\n"))
  .max(LONG_TEXT_MAX, "At most 10,000 characters.")
  .refine((text) => text.trim() !== "", "Write something first.");

/** Chosen where the form is shown: whatever is sent with it again is the same. */
const keySchema = z.string().regex(/^[\w-]{8,100}$/, "Reload this page.");

export const openOwnTicketSchema = z.strictObject({
  key: keySchema,
  subject: subjectSchema,
  body: bodySchema,
});

export const replyToOwnTicketSchema = z.strictObject({
  key: keySchema,
  ticketId: z.uuid(),
  body: bodySchema,
});

export type OpenOwnTicket = z.output<typeof openOwnTicketSchema>;
export type ReplyToOwnTicket = z.output<typeof replyToOwnTicketSchema>;
