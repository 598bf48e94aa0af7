"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import * as z from "zod";
import { callingAccount } from "@/features/account/caller";
import { accountDeletedHref, accountTicketHref } from "@/features/account/links";
import { chooseMails, chooseMailsByLink } from "@/features/account/mail-choice";
import { eraseSelf, renameSelf } from "@/features/account/profile";
import { markOwnTicketRead } from "@/features/account/read-marks";
import { openOwnTicketSchema, replyToOwnTicketSchema } from "@/features/account/schema";
import { disconnectSite } from "@/features/account/sites";
import { openAccountTicket, replyToAccountTicket } from "@/features/account/tickets";
import { formText } from "@/features/auth/form-text";
import { requestAddressChange } from "@/features/customer-accounts/change-address";
import { changeAccountPassword } from "@/features/customer-accounts/change-password";
import { answer, parsed } from "@/features/customer-accounts/form";
import type { AccountFormState } from "@/features/customer-accounts/form-state";
import {
  changeAddressFormSchema,
  changePasswordFormSchema,
  presentPasswordSchema,
  renameSchema,
} from "@/features/customer-accounts/schema";
import {
  requestClient,
  setCustomerCookie,
  signOutCustomer,
} from "@/features/customer-accounts/session-cookie";
import { closeTicket } from "@/features/troubleshooter/service";
import { AppError, InvalidFieldError, NotFoundError } from "@/lib/errors";
import { currentRequestId } from "@/lib/request-log";

export async function openTicketOfAccount(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const caller = await callingAccount();
    const ticket = parsed(openOwnTicketSchema, form, ["key", "subject", "body"]);
    return redirect(accountTicketHref(await openAccountTicket(caller, ticket)));
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

export async function renameAccount(previous: AccountFormState, form: FormData): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const { ctx } = await callingAccount();
    if (formText(form, "name").trim() === "") throw new InvalidFieldError("name", "Enter a name.");
    const { name } = parsed(renameSchema, form, ["name"]);
    await renameSelf(ctx, name);
    refresh();
    return { isSent: true };
  });
}

export async function changeAddressOfAccount(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const { ctx, account } = await callingAccount();
    await requestAddressChange(
      ctx,
      account,
      parsed(changeAddressFormSchema, form, ["email", "currentPassword"]),
    );
    return { isSent: true };
  });
}

export async function changePasswordOfAccount(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const { ctx, account } = await callingAccount();
    const change = parsed(changePasswordFormSchema, form, ["currentPassword", "password"]);
    await setCustomerCookie(await changeAccountPassword(ctx, account, change));
    return { isSent: true };
  });
}

export async function chooseMailsOfAccount(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const { ctx } = await callingAccount();
    await chooseMails(ctx, formText(form, "receivesMails") === "true");
    refresh();
    return {};
  });
}

/** For whoever holds the link of a mail, signed in or not. */
export async function chooseMailsOfLink(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const receivesMails = formText(form, "receivesMails") === "true";
    const client = { ...(await requestClient()), requestId: currentRequestId() };
    if (!(await chooseMailsByLink(formText(form, "token"), receivesMails, client)))
      throw new NotFoundError("link");
    refresh();
    return {};
  });
}

export async function deleteAccount(previous: AccountFormState, form: FormData): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const caller = await callingAccount();
    const { password } = parsed(presentPasswordSchema, form, ["password"]);
    await eraseSelf(caller, password);
    await signOutCustomer();
    return redirect(accountDeletedHref());
  });
}

/** Returns why it did not work, or null. */
export async function disconnectSiteOfAccount(id: unknown): Promise<string | null> {
  try {
    const { ctx } = await callingAccount();
    await disconnectSite(ctx, uuidOf(id));
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
  refresh();
  return null;
}

function uuidOf(text: unknown): string {
  const { data, success } = z.uuid().safeParse(text);
  if (!success) throw new NotFoundError("entry");
  return data;
}
