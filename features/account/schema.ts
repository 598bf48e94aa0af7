import * as z from "zod";
import { subjectSchema } from "@/features/tickets/schema";
import { storableText } from "@/lib/wire-types";

/** Of what a form may hold, with room for the rest of it. */
const BODY_MAX = 15_000;

const bodySchema = storableText()
  .max(BODY_MAX, "At most 15,000 characters.")
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
