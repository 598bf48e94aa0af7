import "server-only";
import type { IncomingAction, OnClosed, RequestOutcome } from "@/db/enums";
import { ACTION_SCHEMAS, type ActionInput, actionIssues } from "@/features/incoming-webhooks/action-schemas";
import { answerTicket } from "@/features/incoming-webhooks/answer-ticket";
import { postMessage } from "@/features/incoming-webhooks/post-message";
import { dropUnknown } from "@/features/incoming-webhooks/references";
import { findTicketOf, keepTicketOf, lockKey } from "@/features/incoming-webhooks/ticket-keys";
import { findTicketByNumber } from "@/features/tickets/queries";
import { createTicket, updateTicket } from "@/features/tickets/service";
import { lockMergedInto } from "@/features/tickets/store-comment";
import type { Context } from "@/lib/context";
import { assertNoIssues, InvalidFieldError, type Issue } from "@/lib/errors";

/** What a request made or changed. */
export interface ResultIds {
  ticketId: string | null;
  commentId: string | null;
  chatId: string | null;
  messageId: string | null;
}

export const NO_IDS: ResultIds = { ticketId: null, commentId: null, chatId: null, messageId: null };

/** What a request led to. */
export interface ActionResult extends ResultIds {
  outcome: RequestOutcome;
  /** Why nothing was done, where that is right. */
  ignored: string | null;
  remarks: Issue[];
}

export interface ActionRequest {
  action: IncomingAction;
  fields: Readonly<Record<string, unknown>>;
  webhookId: string;
  /** What the ticket is found by; null where the webhook goes by none, or the payload has nothing for it. */
  key: string | null;
  hasKey: boolean;
  /** Null: as the organization has it. */
  onClosed: OnClosed | null;
}

/** Does what the webhook is for, in the caller's transaction. Throws InvalidError for fields that the action can't use. */
export async function runAction(ctx: Context, request: ActionRequest): Promise<ActionResult> {
  const { action, hasKey } = request;
  assertNoIssues(actionIssues(action, request.fields, hasKey));
  // The key before all else, so that nobody waits in a circle.
  if (request.key !== null) await lockKey(ctx, request.webhookId, request.key);
  const { fields, remarks } = await dropUnknown(ctx, request.fields);
  assertSomethingLeft(actionIssues(action, fields, hasKey), remarks);
  const done = await act(ctx, { ...request, fields });
  return {
    ...NO_IDS,
    ignored: null,
    ...done,
    remarks: [...remarks, ...(done.remarks ?? [])],
  };
}

/** A change of nothing but an assignee who is not there is none. */
function assertSomethingLeft(issues: Issue[], remarks: Issue[]): void {
  if (issues.length > 0) assertNoIssues([...remarks, ...issues]);
}

type Done = Pick<ActionResult, "outcome"> & Partial<ActionResult>;

async function act(ctx: Context, request: ActionRequest): Promise<Done> {
  const { action, fields } = request;
  switch (action) {
    case "create_ticket":
      return openOrAnswer(ctx, request, ACTION_SCHEMAS.create_ticket.parse(fields));
    case "add_comment":
      return addToTicket(ctx, request, ACTION_SCHEMAS.add_comment.parse(fields));
    case "update_status":
      return changeProperties(ctx, request, ACTION_SCHEMAS.update_status.parse(fields));
    case "post_message":
      return postMessage(ctx, ACTION_SCHEMAS.post_message.parse(fields));
  }
}

/** A key that leads to a ticket makes it a comment there. */
async function openOrAnswer(
  ctx: Context,
  request: ActionRequest,
  input: ActionInput<"create_ticket">,
): Promise<Done> {
  const known =
    request.key === null ? null : await findTicketOf(ctx, request.webhookId, { key: request.key });
  if (known) {
    const { subject, body, customer, status } = input;
    const answer = { body: body?.trim() ? body : subject, visibility: "public" as const, status };
    return answerTicket(ctx, known, { ...request, answer, customer, subject });
  }
  const ticket = await createTicket(ctx, input, { source: "incoming_webhook" });
  if (request.key !== null) await keepTicketOf(ctx, request.webhookId, { key: request.key }, ticket.id);
  return { outcome: "created", ticketId: ticket.id };
}

async function addToTicket(
  ctx: Context,
  request: ActionRequest,
  { ticketId: ref, authorName, customer, ...answer }: ActionInput<"add_comment">,
): Promise<Done> {
  const id = await findTicket(ctx, request, ref);
  if (id === null) return unknownTicket(request);
  return answerTicket(ctx, id, { ...request, answer, customer, authorName });
}

/** Of a ticket that was merged, that which it became part of. Tags are added: those that the desk gave it stay. */
async function changeProperties(
  ctx: Context,
  request: ActionRequest,
  { ticketId: ref, tags, ...change }: ActionInput<"update_status">,
): Promise<Done> {
  const known = await findTicket(ctx, request, ref);
  if (known === null) return unknownTicket(request);
  const ticket = await lockMergedInto(ctx, known);
  const all = tags && [...new Set([...ticket.tags, ...tags])];
  await updateTicket(ctx, ticket.id, { ...change, ...(all && { tags: all }) });
  return { outcome: "updated", ticketId: ticket.id };
}

/** What the payload names counts before the key. */
async function findTicket(
  ctx: Context,
  { webhookId, key }: ActionRequest,
  ref: string | undefined,
): Promise<string | null> {
  if (ref !== undefined) return resolveTicket(ctx, ref);
  return key === null ? null : findTicketOf(ctx, webhookId, { key });
}

/** Nothing was done, and the sender need not send it again. */
function unknownTicket({ key }: ActionRequest): Done {
  const message =
    key === null
      ? "The payload has no value for the correlation key, so no ticket was looked for."
      : `No ticket is known by “${key.slice(0, 100)}”.`;
  return { outcome: "ignored", ignored: message, remarks: [{ path: "correlationKey", message }] };
}

async function resolveTicket(ctx: Context, ref: string): Promise<string> {
  const id = ref.includes("-") ? ref : await findTicketByNumber(ctx, Number(ref.replace("#", "")));
  if (id) return id;
  throw new InvalidFieldError("ticketId", "No such ticket. GET /api/v1/tickets lists them.");
}
