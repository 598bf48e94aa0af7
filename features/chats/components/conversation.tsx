"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Composer } from "@/components/composer";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { Transcript } from "@/components/transcript";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useCan, useMe } from "@/features/auth/hooks";
import { chatQuery, messagesQuery, useReadChat } from "@/features/chats/hooks";
import type { Chat, Message } from "@/features/chats/schema";
import { ApiError } from "@/lib/api-client";
import { chatName } from "./chat-name";
import { ConversationHeader } from "./conversation-header";
import { useChatEntries } from "./use-chat-entries";
import { useOutbox } from "./use-outbox";

const MESSAGE_MAX = 20_000;

interface ConversationProps {
  id: string;
  onBack(): void;
}

export function Conversation({ id, onBack }: ConversationProps) {
  const { data: chat, error, refetch } = useQuery(chatQuery(id));
  const messages = useInfiniteQuery(messagesQuery(id));
  const stored = messages.data?.pages.flatMap((page) => page.data).toReversed();
  const failure = error ?? messages.error;

  return (
    <section
      aria-label={chat ? `Chat with ${chatName(chat)}` : "Chat"}
      aria-busy={!chat || !stored}
      className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-lg border border-border bg-card shadow-xs"
    >
      {chat && stored && (
        <Loaded
          chat={chat}
          stored={stored}
          onBack={onBack}
          older={{
            hasMore: messages.hasNextPage,
            isLoading: messages.isFetchingNextPage,
            error: messages.isFetchNextPageError ? messages.error?.message : null,
            onLoad: () => void messages.fetchNextPage(),
          }}
        />
      )}
      {!(chat && stored) && !failure && <ConversationSkeleton />}
      {!(chat && stored) && failure && (
        <Failure
          error={failure}
          onBack={onBack}
          onRetry={() => void Promise.all([refetch(), messages.refetch()])}
        />
      )}
    </section>
  );
}

interface LoadedProps {
  chat: Chat;
  stored: Message[];
  older: Parameters<typeof Transcript>[0]["older"];
  onBack(): void;
}

function Loaded({ chat, stored, older, onBack }: LoadedProps) {
  const me = useMe();
  const mayWrite = useCan("chats:write");
  const outbox = useOutbox(chat.id);
  const entries = useChatEntries(chat, stored, outbox.unsent);
  // Where reading began, and not where it is after every poll.
  const [firstUnreadId] = useState(() => firstUnread(stored, chat.unreadCount));
  useMarkRead(chat, mayWrite);

  return (
    <>
      <ConversationHeader chat={chat} onBack={onBack} />
      <Transcript
        label={`Conversation with ${chatName(chat)}`}
        entries={entries}
        older={older}
        firstUnreadId={firstUnreadId}
        className="flex-1 px-3"
        empty={<p className="py-8 text-center text-sm text-muted-foreground">No messages yet.</p>}
      />
      <div className="border-t border-border p-2.5">
        <Composer
          label={`Message to ${chatName(chat)}`}
          draftKey={`chat:${chat.id}:${me?.user.id}`}
          modes={[{ value: "reply", label: "Reply", placeholder: "Write a message…", submitLabel: "Send" }]}
          maxLength={MESSAGE_MAX}
          disabledReason={disabledReason(chat, mayWrite)}
          onSend={({ body }) => outbox.send(body)}
        />
      </div>
    </>
  );
}

function disabledReason({ status }: Chat, mayWrite: boolean): string | undefined {
  if (!mayWrite) return "Your role can't write in chats. An admin can change it.";
  return status === "ended"
    ? "This chat has ended. Start a new chat, or turn this one into a ticket."
    : undefined;
}

/** Messages that are seen count as read, and only while the page is in view. */
function useMarkRead({ id, unreadCount }: Chat, mayWrite: boolean): void {
  const { mutate } = useReadChat(id);
  // Once per count: a refusal is not answered with the same again.
  useEffect(() => {
    if (!mayWrite || unreadCount === 0) return;
    const mark = () => document.visibilityState === "visible" && mutate();
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [mayWrite, unreadCount, mutate]);
}

function firstUnread(stored: Message[], count: number): string | null {
  if (count === 0) return null;
  return stored.filter(({ author }) => author.type === "customer").at(-count)?.id ?? null;
}

interface FailureProps {
  error: Error;
  onBack(): void;
  onRetry(): void;
}

function Failure({ error, onBack, onRetry }: FailureProps) {
  if (error instanceof ApiError && error.status === 404) {
    return (
      <EmptyState
        title="This address leads to no chat"
        description="The link is wrong, or the chat belongs to another workspace."
        actions={<Button onClick={onBack}>Back to the chats</Button>}
        className="h-full justify-center"
      />
    );
  }
  return <ErrorState title="The chat could not be loaded" error={error} onRetry={onRetry} />;
}

function ConversationSkeleton() {
  return (
    <div className="flex flex-col gap-4 p-4">
      <Skeleton className="h-8 w-1/2" />
      <Skeleton className="h-14 w-3/4" />
      <Skeleton className="h-14 w-3/4 self-end" />
      <Skeleton className="h-14 w-3/4" />
    </div>
  );
}
