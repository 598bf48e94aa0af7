import * as z from "zod";
import { COMMENT_VISIBILITIES, type IncomingAction, TICKET_PRIORITIES, TICKET_STATUSES } from "@/db/enums";
import { createMessageSchema } from "@/features/chats/schema";
import { customerInputSchema } from "@/features/customers/schema";
import { bodySchema, diagnosticsSchema, subjectSchema, tagsSchema } from "@/features/tickets/schema";
import type { Issue } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";
import { numericIdSchema, storableText } from "@/lib/wire-types";

const NO_TEXT = "Needs a text or a number.";

/** Of what is left out nothing is told: it may be found by the webhook's key. */
const ticketRefSchema = z.union([z.uuid(), storableText().regex(/^#?\d{1,9}$/)], {
  error: "Give a ticket's id or number.",
});

/** One of whom nothing is said is none. */
const customerSchema = z
  .object(customerInputSchema.shape)
  .optional()
  .transform((customer) => (customer && Object.values(customer).some(Boolean) ? customer : undefined));

const subject = z.string({ error: NO_TEXT }).pipe(subjectSchema);
const properties = {
  status: z.enum(TICKET_STATUSES).optional(),
  priority: z.enum(TICKET_PRIORITIES).optional(),
  assigneeId: numericIdSchema.optional(),
  teamId: numericIdSchema.optional(),
  tags: tagsSchema.optional(),
};

/** What each action takes, after `prepareFields`. */
export const ACTION_SCHEMAS = {
  create_ticket: z.object({
    subject,
    body: bodySchema.optional(),
    customer: customerSchema,
    diagnostics: diagnosticsSchema.optional(),
    ...properties,
  }),
  add_comment: z.object({
    ticketId: ticketRefSchema.optional(),
    body: z.string({ error: "A comment needs a body." }).pipe(bodySchema.min(1, "A comment needs a body.")),
    visibility: z.enum(COMMENT_VISIBILITIES).default("public"),
    authorName: storableText().trim().min(1).max(200).optional(),
    customer: customerSchema,
    status: properties.status,
  }),
  update_status: z
    .object({ ticketId: ticketRefSchema.optional(), ...properties })
    .refine(({ ticketId: _, ...change }) => Object.values(change).some((value) => value !== undefined), {
      path: ["status"],
      message: `Give one of ${TICKET_STATUSES.join(", ")}, or another field to set.`,
    }),
  post_message: z.object({
    chatId: z.uuid("Give a chat's id.").optional(),
    body: z.string({ error: "A message needs a body." }).pipe(createMessageSchema.shape.body),
    subject: subject.optional(),
    customer: customerSchema,
  }),
} satisfies Record<IncomingAction, z.ZodType>;

export type ActionInput<Action extends IncomingAction> = z.output<(typeof ACTION_SCHEMAS)[Action]>;

/** What is wrong with the fields for this action; none means the action can use them. `hasKey`: the ticket may be found by a key instead. */
export function actionIssues(action: IncomingAction, fields: unknown, hasKey = false): Issue[] {
  const issues = issuesIn(ACTION_SCHEMAS[action].safeParse(fields).error);
  const needsTicket = !hasKey && (action === "add_comment" || action === "update_status");
  const isNamed = typeof fields === "object" && fields !== null && "ticketId" in fields;
  return needsTicket && !isNamed
    ? [{ path: "ticketId", message: "Give a ticket's id or number." }, ...issues]
    : issues;
}
