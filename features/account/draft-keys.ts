import type { Account } from "@/features/customer-accounts/queries";

type Owner = Pick<Account, "id">;

export function newTicketDraft({ id }: Owner): string {
  return `account:${id}:new`;
}

export function answerDraft({ id }: Owner, ticketId: string): string {
  return `account:${id}:${ticketId}`;
}
