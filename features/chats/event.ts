import type { Chat, Message } from "@/features/chats/schema";

/** An event about a chat, in the scope of its team and assignee. `more` says what happened to it. */
export function chatEvent<Type extends "chat.started" | "chat.ended">(
  type: Type,
  chat: Chat,
  more: Record<string, unknown> = {},
) {
  return {
    type,
    ...scopeOf(chat),
    data: {
      id: chat.id,
      subject: chat.subject,
      status: chat.status,
      customer: chat.customer,
      assignee: chat.assignee,
      teamId: chat.team?.id ?? null,
      ticketId: chat.ticket?.id ?? null,
      startedAt: chat.startedAt,
      ...more,
    },
  };
}

type MessageEventType = "message.received" | "message.created" | "message.updated" | "message.deleted";

/** An event about a message, in the scope of its chat. */
export function messageEvent<Type extends MessageEventType>(
  type: Type,
  chat: Chat,
  message: Message,
  more: Record<string, unknown> = {},
) {
  return {
    type,
    ...scopeOf(chat),
    data: {
      id: message.id,
      chatId: chat.id,
      body: message.body,
      author: message.author,
      customer: chat.customer,
      createdAt: message.createdAt,
      ...more,
    },
  };
}

function scopeOf({ id, team, assignee }: Chat) {
  return {
    subject: { type: "chat", id },
    ...(team ? { teamId: team.id } : {}),
    ...(assignee ? { accountId: assignee.id } : {}),
  };
}
