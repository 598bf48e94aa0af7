import type { Chat } from "@/features/chats/schema";

/** Who a chat is with, or what it is about while nobody is known. */
export function chatName({ customer, subject }: Pick<Chat, "customer" | "subject">): string {
  if (customer) return customer.name ?? customer.email ?? "Unnamed customer";
  return subject ?? "Chat without a customer";
}
