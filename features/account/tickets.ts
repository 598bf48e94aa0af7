import "server-only";
import type { AccountCaller } from "@/features/account/caller";
import { accountHref, accountTicketHref } from "@/features/account/links";
import { unreadAmong } from "@/features/account/read-marks";
import type { OpenOwnTicket, ReplyToOwnTicket } from "@/features/account/schema";
import { limitCreating } from "@/features/limits/calls";
import { withIdempotencyKey } from "@/features/limits/idempotency";
import { answerTicketEndpoint, fileTicketEndpoint } from "@/features/troubleshooter/contract";
import { listOwnTickets } from "@/features/troubleshooter/queries";
import type { CustomerTicket } from "@/features/troubleshooter/schema";
import { answerTicket, fileTicket } from "@/features/troubleshooter/service";
import { AppError, ConflictError } from "@/lib/errors";
import type { Page, PageQuery } from "@/lib/pagination";

export type AccountTicket = CustomerTicket & { isUnread: boolean };

export async function listAccountTickets(
  { ctx, account }: Pick<AccountCaller, "ctx" | "account">,
  query: PageQuery,
): Promise<Page<AccountTicket>> {
  const { data, nextCursor } = await listOwnTickets(ctx, query);
  const unread = await unreadAmong(
    ctx,
    account.id,
    data.map(({ id }) => id),
  );
  return { data: data.map((ticket) => ({ ...ticket, isUnread: unread.has(ticket.id) })), nextCursor };
}

/** Opens it once, however often the form is sent; the id is the same each time. */
export async function openAccountTicket(
  { ctx }: Pick<AccountCaller, "ctx">,
  { key, subject, body }: OpenOwnTicket,
): Promise<string> {
  const call = {
    key,
    method: "POST",
    path: `${accountHref()}/tickets`,
    body: JSON.stringify([subject, body]),
  };
  const { body: id } = await once(ctx, call, () =>
    limitCreating(fileTicketEndpoint, ctx, async () => {
      const filed = await fileTicket(ctx, { subject, description: body }, "account");
      return { status: 201, body: filed.id };
    }),
  );
  return id ?? "";
}

/** Writes it once, however often the form is sent. */
export async function replyToAccountTicket(
  { ctx }: Pick<AccountCaller, "ctx">,
  { key, ticketId, body }: ReplyToOwnTicket,
): Promise<void> {
  const call = { key, method: "POST", path: accountTicketHref(ticketId), body };
  await once(ctx, call, () =>
    limitCreating(answerTicketEndpoint, ctx, async () => {
      const comment = await answerTicket(ctx, ticketId, { body });
      return { status: 201, body: comment.id };
    }),
  );
}

/** In words for whoever has never heard of such a key. */
const once: typeof withIdempotencyKey = (...call) =>
  withIdempotencyKey(...call).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "in_progress")
      throw new ConflictError("It is being sent already. Reload this page in a moment to see it.");
    if (error.code === "idempotency_key_reused")
      throw new ConflictError(
        "This form was sent already, with other words. Reload this page to write more.",
      );
    throw error;
  });
