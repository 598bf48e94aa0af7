import * as z from "zod";
import {
  chatSchema,
  chatTicketSchema,
  createChatSchema,
  createMessageSchema,
  listChatsQuerySchema,
  listMessagesQuerySchema,
  messageSchema,
  turnIntoTicketSchema,
  updateChatSchema,
  updateMessageSchema,
} from "@/features/chats/schema";
import { endpoint } from "@/lib/endpoint";
import { pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });
const messageParams = z.object({ id: z.uuid(), messageId: z.uuid() });

export const listChatsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/chats",
  access: "chats:read",
  summary: "List chats",
  description: "The one with the latest message first.",
  query: listChatsQuerySchema,
  response: pageSchema(chatSchema),
  status: 200,
});

export const createChatEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/chats",
  access: "chats:write",
  summary: "Start a chat",
  description: "A customer is found by address or outside id, or added. The first message can come along.",
  body: createChatSchema,
  response: chatSchema,
  status: 201,
});

export const getChatEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/chats/{id}",
  access: "chats:read",
  summary: "Get a chat",
  params,
  response: chatSchema,
  status: 200,
});

export const updateChatEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/chats/{id}",
  access: "chats:write",
  summary: "Change a chat's subject, assignee or team",
  params,
  body: updateChatSchema,
  response: chatSchema,
  status: 200,
});

export const endChatEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/chats/{id}/end",
  access: "chats:write",
  summary: "End a chat",
  description: "It takes no more messages. Ending one that has ended changes nothing.",
  params,
  response: chatSchema,
  status: 200,
});

export const readChatEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/chats/{id}/read",
  access: "chats:write",
  summary: "Mark a chat as read",
  params,
  response: chatSchema,
  status: 200,
});

export const turnChatIntoTicketEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/chats/{id}/ticket",
  access: "chats:write",
  summary: "Turn a chat into a ticket",
  description:
    "The conversation so far becomes the ticket's text and comments; the chat goes on. A chat has one ticket: the next call answers with the same one.",
  params,
  body: turnIntoTicketSchema,
  response: chatTicketSchema,
  errors: { conflict: "The chat's ticket was deleted." },
  status: 201,
});

export const listMessagesEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/chats/{id}/messages",
  access: "chats:read",
  summary: "List a chat's messages",
  params,
  query: listMessagesQuerySchema,
  response: pageSchema(messageSchema),
  status: 200,
});

export const createMessageEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/chats/{id}/messages",
  access: "chats:write",
  summary: "Write in a chat",
  description: 'As yourself or, with `author: {type: "customer"}`, on behalf of the customer.',
  params,
  body: createMessageSchema,
  response: messageSchema,
  errors: { conflict: "The chat has ended. Start another one." },
  status: 201,
});

export const updateMessageEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/chats/{id}/messages/{messageId}",
  access: "chats:write",
  summary: "Edit a message",
  description: "Its author may; a token may also correct what it relays for the customer.",
  params: messageParams,
  body: updateMessageSchema,
  response: messageSchema,
  errors: { conflict: "The message was deleted." },
  status: 200,
});

export const deleteMessageEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/chats/{id}/messages/{messageId}",
  access: "chats:write",
  summary: "Delete a message",
  description:
    "Its text is removed for good; that there was a message stays to be seen. Its author may; a token may also delete what it relays for the customer.",
  params: messageParams,
  response: z.void(),
  status: 204,
});
