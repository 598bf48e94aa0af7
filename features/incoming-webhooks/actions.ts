import "server-only";
import * as z from "zod";
import { COMMENT_VISIBILITIES, type IncomingAction, TICKET_PRIORITIES, TICKET_STATUSES } from "@/db/enums";
import { customerInputSchema } from "@/features/customers/schema";
import { findTicketByNumber } from "@/features/tickets/queries";
import { bodySchema, diagnosticsSchema, subjectSchema, tagsSchema } from "@/features/tickets/schema";
import { addComment, createTicket, updateTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";
import { assertNoIssues, InvalidFieldError, type Issue } from "@/lib/errors";
import { ExactNumber, plainNumbers } from "@/lib/exact-number";
import { issuesIn } from "@/lib/issues";
import { numericIdSchema, storableText } from "@/lib/wire-types";

/** What a request led to. */
export interface ActionResult {
  ticketId: string;
  commentId: string | null;
}

/** Numbers of other systems may stand where text is wanted, and keep every digit. */
const textOf = <Schema extends z.ZodType<string, string>>(schema: Schema) =>
  z
    .union([z.string(), z.number().transform(String), z.instanceof(ExactNumber).transform(String)], {
      error: "Needs a text or a number.",
    })
    .pipe(schema);

const plainIdSchema = z.preprocess(plainNumbers, numericIdSchema);

/** Senders have more fields than we read: those are left alone, not refused. Their ids may be numbers, and what they leave empty is nothing. */
const customerSchema = z
  .preprocess(withoutBlanks, z.object(customerInputSchema.shape))
  .optional()
  .transform((customer) => (customer && Object.values(customer).some(Boolean) ? customer : undefined));

function withoutBlanks(customer: unknown): unknown {
  if (typeof customer !== "object" || customer === null || Array.isArray(customer)) return customer ?? {};
  const present = Object.entries(customer).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(
    present.map(([field, value]) => [field, isNumber(value) ? String(value) : value]),
  );
}

function isNumber(value: unknown): value is number | ExactNumber {
  return typeof value === "number" || value instanceof ExactNumber;
}

/** A ticket's id, or the number people call it by. */
const ticketRefSchema = z.union([z.uuid(), plainIdSchema, storableText().regex(/^#?\d{1,9}$/)], {
  error: "Give a ticket's id or number.",
});

const ACTION_SCHEMAS = {
  create_ticket: z.object({
    subject: textOf(subjectSchema),
    body: textOf(bodySchema).optional(),
    status: z.enum(TICKET_STATUSES).optional(),
    priority: z.enum(TICKET_PRIORITIES).optional(),
    customer: customerSchema,
    assigneeId: plainIdSchema.nullish(),
    teamId: plainIdSchema.nullish(),
    tags: tagsSchema.optional(),
    diagnostics: diagnosticsSchema.optional(),
  }),
  add_comment: z.object({
    ticketId: ticketRefSchema,
    body: textOf(bodySchema.min(1, "A comment needs a body.")),
    visibility: z.enum(COMMENT_VISIBILITIES).default("public"),
    authorName: textOf(storableText().trim().min(1).max(200)).optional(),
    status: z.enum(TICKET_STATUSES).optional(),
  }),
  update_status: z.object({ ticketId: ticketRefSchema, status: z.enum(TICKET_STATUSES) }),
} satisfies Record<IncomingAction, z.ZodType>;

/** What is wrong with the fields for this action; none means the action can use them. */
export function actionIssues(action: IncomingAction, fields: unknown): Issue[] {
  return issuesIn(ACTION_SCHEMAS[action].safeParse(fields).error);
}

/** Does what the webhook is for, in the caller's transaction. Throws InvalidError for fields that the action can't use. */
export async function runAction(
  ctx: Context,
  action: IncomingAction,
  fields: unknown,
): Promise<ActionResult> {
  assertNoIssues(actionIssues(action, fields));
  switch (action) {
    case "create_ticket": {
      const ticket = await createTicket(ctx, ACTION_SCHEMAS.create_ticket.parse(fields), {
        source: "incoming_webhook",
      });
      return { ticketId: ticket.id, commentId: null };
    }
    case "add_comment": {
      const { ticketId, authorName, ...comment } = ACTION_SCHEMAS.add_comment.parse(fields);
      const id = await resolveTicket(ctx, ticketId);
      const author = { type: "system" as const, id: ctx.actor.name, name: authorName ?? ctx.actor.name };
      const { id: commentId } = await addComment(ctx, id, comment, author);
      return { ticketId: id, commentId };
    }
    case "update_status": {
      const { ticketId, status } = ACTION_SCHEMAS.update_status.parse(fields);
      const id = await resolveTicket(ctx, ticketId);
      await updateTicket(ctx, id, { status });
      return { ticketId: id, commentId: null };
    }
  }
}

async function resolveTicket(ctx: Context, ref: string | number): Promise<string> {
  if (typeof ref === "string" && z.uuid().safeParse(ref).success) return ref;
  const id = await findTicketByNumber(ctx, Number(String(ref).replace("#", "")));
  if (id) return id;
  throw new InvalidFieldError("ticketId", "No such ticket. GET /api/v1/tickets lists them.");
}
