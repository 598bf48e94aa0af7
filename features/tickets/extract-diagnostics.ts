import "server-only";
import { and, eq } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { comments } from "@/db/schema";
import { hasSiteHealthText } from "@/features/environment-reports/site-health-text";
import { canExtractInto } from "@/features/tickets/can-extract";
import { lockTickets } from "@/features/tickets/change";
import { changeTicket } from "@/features/tickets/change-ticket";
import { readTicket } from "@/features/tickets/queries";
import type { ExtractDiagnostics, Ticket } from "@/features/tickets/schema";
import { authorize, type Context } from "@/lib/context";
import { ConflictError, InvalidFieldError } from "@/lib/errors";

/** Makes the Site Health text in the opening text, or in a comment, the ticket's diagnostics. */
export async function extractDiagnostics(
  ctx: Context,
  id: string,
  { commentId }: ExtractDiagnostics,
): Promise<Ticket> {
  authorize(ctx, "tickets:write");
  return transaction(async () => {
    await lockTickets(ctx, [id]);
    const ticket = await readTicket(ctx, id);
    if (!canExtractInto(ticket)) throw new OtherFormError();
    const text = commentId ? await commentText(ctx, { ticketId: id, commentId }) : ticket.body;
    if (!hasSiteHealthText(text)) throw new InvalidFieldError("commentId", NO_TEXT);
    return changeTicket(ctx, id, { diagnostics: text });
  });
}

const NO_TEXT =
  "No Site Health text is in it. Give the id of the ticket's comment that has one, or none for the opening text.";

async function commentText(
  ctx: Context,
  { ticketId, commentId }: { ticketId: string; commentId: string },
): Promise<string> {
  const [comment] = await database()
    .select({ body: comments.body })
    .from(comments)
    .where(
      and(
        eq(comments.organizationId, ctx.organizationId),
        eq(comments.ticketId, ticketId),
        eq(comments.id, commentId),
      ),
    );
  return comment?.body ?? "";
}

class OtherFormError extends ConflictError {
  constructor() {
    super("The ticket has diagnostics that say more. Remove them first: PATCH it with diagnostics: null.");
  }
}
