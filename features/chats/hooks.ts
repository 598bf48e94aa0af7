import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type * as z from "zod";
import {
  createChatEndpoint,
  createMessageEndpoint,
  deleteMessageEndpoint,
  endChatEndpoint,
  getChatEndpoint,
  listChatsEndpoint,
  listMessagesEndpoint,
  readChatEndpoint,
  turnChatIntoTicketEndpoint,
  updateChatEndpoint,
  updateMessageEndpoint,
} from "@/features/chats/contract";
import type { Chat, createChatSchema, Message, UpdateChat } from "@/features/chats/schema";
import { callEndpoint } from "@/lib/api-client";
import { SECOND_MS } from "@/lib/time";

/** How long a message of the customer may take to show. Browsers poll only while the page is in view. */
const CONVERSATION_POLL_MS = 3 * SECOND_MS;
const LIST_POLL_MS = 4 * SECOND_MS;
const MESSAGES_LIMIT = 50;
/** More unread chats than this are a queue, worked off from the top. */
const UNREAD_LIMIT = 100;

const chatKeys = {
  all: ["chats"] as const,
  lists: ["chats", "list"] as const,
  detail: (id: string) => [...chatKeys.all, "detail", id] as const,
  messages: (id: string) => [...chatKeys.detail(id), "messages"] as const,
};

export interface ChatFilters {
  status?: "open" | "ended" | undefined;
  assigneeId?: "me" | "none" | undefined;
}

export function unreadChatsQuery(filters: ChatFilters) {
  return queryOptions({
    queryKey: [...chatKeys.lists, "unread", filters],
    queryFn: ({ signal }) =>
      callEndpoint(listChatsEndpoint, {
        query: { ...filters, unread: "true", limit: UNREAD_LIMIT },
        signal,
      }),
    refetchInterval: LIST_POLL_MS,
  });
}

export function readChatsQuery(filters: ChatFilters) {
  return infiniteQueryOptions({
    queryKey: [...chatKeys.lists, "read", filters],
    queryFn: ({ signal, pageParam }) =>
      callEndpoint(listChatsEndpoint, { query: { ...filters, unread: "false", cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: LIST_POLL_MS,
  });
}

export function chatQuery(id: string) {
  return queryOptions({
    queryKey: chatKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getChatEndpoint, { params: { id }, signal }),
    refetchInterval: CONVERSATION_POLL_MS,
  });
}

/** The newest page comes first. */
export function messagesQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: chatKeys.messages(id),
    queryFn: ({ signal, pageParam }) =>
      callEndpoint(listMessagesEndpoint, {
        params: { id },
        query: { order: "desc", limit: MESSAGES_LIMIT, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: CONVERSATION_POLL_MS,
  });
}

export function useCreateChat() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof createChatSchema>) => callEndpoint(createChatEndpoint, { body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: chatKeys.lists }),
  });
}

export function useUpdateChat(id: string) {
  return useChatMutation((body: UpdateChat) => callEndpoint(updateChatEndpoint, { params: { id }, body }));
}

export function useEndChat(id: string) {
  return useChatMutation(() => callEndpoint(endChatEndpoint, { params: { id } }));
}

export function useReadChat(id: string) {
  return useChatMutation(() => callEndpoint(readChatEndpoint, { params: { id } }));
}

export function useTurnIntoTicket(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (subject: string | undefined) =>
      callEndpoint(turnChatIntoTicketEndpoint, { params: { id }, body: subject ? { subject } : {} }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: chatKeys.detail(id) }),
        queryClient.invalidateQueries({ queryKey: ["tickets"] }),
      ]),
  });
}

export function useSendMessage(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: string; idempotencyKey: string }) =>
      callEndpoint(createMessageEndpoint, { params: { id }, body: { body }, idempotencyKey }),
    onSuccess: (message) => showMessage(queryClient, message),
  });
}

export function useEditMessage(chatId: string, messageId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: string) =>
      callEndpoint(updateMessageEndpoint, { params: { id: chatId, messageId }, body: { body } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: chatKeys.messages(chatId) }),
  });
}

export function useDeleteMessage(chatId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (messageId: string) =>
      callEndpoint(deleteMessageEndpoint, { params: { id: chatId, messageId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: chatKeys.messages(chatId) }),
  });
}

/** A change that answers with the chat as it is now. */
function useChatMutation<Input = void>(mutationFn: (input: Input) => Promise<Chat>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: (chat) => {
      queryClient.setQueryData(chatQuery(chat.id).queryKey, chat);
      return queryClient.invalidateQueries({ queryKey: chatKeys.lists });
    },
  });
}

/** Puts a stored message where its optimistic copy was, before the next poll brings it. */
async function showMessage(queryClient: QueryClient, message: Message): Promise<void> {
  const { queryKey } = messagesQuery(message.chatId);
  // An answer that is on its way was asked for before the message was there.
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, (known) => {
    const [first, ...rest] = known?.pages ?? [];
    if (!known || !first || first.data.some(({ id }) => id === message.id)) return known;
    return { ...known, pages: [{ ...first, data: [message, ...first.data] }, ...rest] };
  });
  void queryClient.invalidateQueries({ queryKey: chatKeys.lists });
  void queryClient.invalidateQueries({ queryKey: chatKeys.detail(message.chatId), exact: true });
}
