"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import * as z from "zod";
import { callingAccount } from "@/features/account/caller";
import { markOwnTicketRead } from "@/features/account/reads";
import { openOwnTicketSchema, replyToOwnTicketSchema } from "@/features/account/schema";
import { openAccountTicket, replyToAccountTicket } from "@/features/account/tickets";
import { formText } from "@/features/auth/form-text";
import { answer, parsed } from "@/features/customer-accounts/form";
import type { AccountFormState } from "@/features/customer-accounts/form-state";
import { closeTicket } from "@/features/troubleshooter/service";
import { NotFoundError } from "@/lib/errors";

export async function openTicketOfAccount(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const caller = await callingAccount();
    const ticket = parsed(openOwnTicketSchema, form, ["key", "subject", "body"]);
    return redirect(`/account/tickets/${await openAccountTicket(caller, ticket)}`);
  });
}

export async function replyToTicketOfAccount(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const caller = await callingAccount();
    await replyToAccountTicket(caller, parsed(replyToOwnTicketSchema, form, ["key", "ticketId", "body"]));
    refresh();
    return { isSent: true };
  });
}

export async function closeTicketOfAccount(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const { ctx } = await callingAccount();
    await closeTicket(ctx, uuidOf(formText(form, "ticketId")));
    refresh();
    return {};
  });
}

/** Of what is on the screen; that it could not be noted is nothing to tell anybody. */
export async function markTicketOfAccountRead(ticketId: unknown, commentId: unknown): Promise<void> {
  const parsedIds = z.object({ ticketId: z.uuid(), commentId: z.uuid() }).safeParse({ ticketId, commentId });
  if (!parsedIds.success) return;
  const { ctx, account } = await callingAccount();
  await markOwnTicketRead(ctx, account.id, parsedIds.data);
}

function uuidOf(text: string): string {
  const { data, success } = z.uuid().safeParse(text);
  if (!success) throw new NotFoundError("ticket");
  return data;
}
