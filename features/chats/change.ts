import "server-only";
import { and, eq } from "drizzle-orm";
import { currentTransaction } from "@/db/client";
import { chats } from "@/db/schema";
import type { Changeable } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { readChat } from "@/features/chats/queries";
import type { Chat } from "@/features/chats/schema";
import type { Context } from "@/lib/context";

export const CHAT: Changeable<string, Chat> = {
  async lock(ctx, id) {
    await lockChat(ctx, id);
    return { before: await readChat(ctx, id) };
  },
  read: readChat,
  target: chatTarget,
  difference: (before, after) => changesBetween(auditedFields(before), auditedFields(after)),
};

export function ownChat(ctx: Context, id: string) {
  return and(eq(chats.organizationId, ctx.organizationId), eq(chats.id, id));
}

/** Changes of one chat happen one after the other, so that its counts and events are right. */
export async function lockChat(ctx: Context, id: string): Promise<void> {
  await currentTransaction().select({ id: chats.id }).from(chats).where(ownChat(ctx, id)).for("update");
}

/** The log can't forget, so it doesn't name the customer. */
export function chatTarget({ id, subject }: Chat) {
  return { type: "chat", id, name: subject ?? id.slice(-8) };
}

function auditedFields({ subject, status, assignee, team, ticket }: Chat) {
  return { subject, status, assignee, team, ticket: ticket && `#${ticket.number}` };
}
