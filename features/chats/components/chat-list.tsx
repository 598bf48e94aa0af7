"use client";

import { hashKey, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { MessagesSquare } from "lucide-react";
import { useRef } from "react";
import { flushSync } from "react-dom";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import type { ChoiceFacet } from "@/components/facet-types";
import { ListToolbar } from "@/components/list-toolbar";
import { NewRowsPill } from "@/components/new-rows-pill";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useSteadyRows } from "@/components/use-steady-rows";
import { type ChatFilters, readChatsQuery, unreadChatsQuery } from "@/features/chats/hooks";
import type { Chat } from "@/features/chats/schema";
import { chatSearchParams, filtersOf } from "@/features/chats/search-params";
import type { Page } from "@/lib/pagination";
import { ChatListItem } from "./chat-list-item";

const STATUS_OPTIONS = [
  { value: "ended", label: "Ended" },
  { value: "all", label: "Open and ended" },
];
const ASSIGNEE_OPTIONS = [
  { value: "me", label: "Me" },
  { value: "none", label: "Nobody" },
];

interface Search {
  conv: string | null;
  status: "ended" | "all" | null;
  assignee: "me" | "none" | null;
}

interface ChatListProps {
  search: Search;
  onFilter(change: Partial<Pick<Search, "status" | "assignee">>): void;
  onOpen(id: string): void;
}

export function ChatList({ search, onFilter, onOpen }: ChatListProps) {
  const filters = filtersOf(search);
  const { chats, arrivals, older, error, retry } = useChats(filters, search.conv);
  const scroller = useRef<HTMLDivElement>(null);
  /** The pill goes with them, so the focus moves on to the first. */
  function showArrivals() {
    flushSync(() => arrivals?.onShow());
    scroller.current?.querySelector("a")?.focus();
  }
  const isFiltered = search.status !== null || search.assignee !== null;
  return (
    <section
      aria-label="Chats"
      aria-busy={!chats && !error}
      className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-lg border border-border bg-card shadow-xs"
    >
      <div className="border-b border-border p-2">
        <ListToolbar
          facets={chatFacets(search, onFilter)}
          onClearAll={isFiltered ? () => onFilter({ status: null, assignee: null }) : undefined}
        />
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        <NewRowsPill noun="chats" arrivals={arrivals && { ...arrivals, onShow: showArrivals }} />
        {!chats && !error && <ListSkeleton />}
        {!chats && error && <ErrorState title="Chats could not be loaded" error={error} onRetry={retry} />}
        {chats?.length === 0 && (
          <Empty isFiltered={isFiltered} onClear={() => onFilter({ status: null, assignee: null })} />
        )}
        {chats && chats.length > 0 && (
          <ul className="divide-y divide-border">
            {chats.map((chat) => (
              <ChatListItem key={chat.id} chat={chat} search={search} onOpen={() => onOpen(chat.id)} />
            ))}
          </ul>
        )}
        {older.hasNextPage && (
          <div className="flex justify-center border-t border-border p-2">
            <Button size="sm" isPending={older.isFetchingNextPage} onClick={() => void older.fetchNextPage()}>
              Show older chats
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

/** Unread first. They stand still; who writes in one of them shows there, and in the pill. */
function useChats(filters: ChatFilters, openId: string | null) {
  const unread = useQuery(unreadChatsQuery(filters));
  const read = useInfiniteQuery(readChatsQuery(filters));
  const others = read.data?.pages.flatMap((page) => page.data);
  const steady = useSteadyRows(
    {
      question: hashKey([filters]),
      page: unread.data && others && toPage(unread.data.data, others, read.hasNextPage),
      at: unread.dataUpdatedAt + read.dataUpdatedAt,
      isFetching: unread.isFetching || read.isFetching,
      isMore: read.isFetchingNextPage,
    },
    {
      idOf: ({ id }) => id,
      openId,
      isNews: (chat, start) =>
        chat.id !== openId && chat.unreadCount > 0 && chat.lastMessageAt > start.lastMessageAt,
    },
  );
  return {
    chats: steady.page?.data,
    arrivals: steady.arrivals || undefined,
    older: read,
    error: unread.error ?? read.error,
    retry: () => void Promise.all([unread.refetch(), read.refetch()]),
  };
}

function toPage(unread: Chat[], read: Chat[], hasMore: boolean): Page<Chat> {
  const ids = new Set(unread.map(({ id }) => id));
  const data = [...unread, ...read.filter(({ id }) => !ids.has(id))];
  return { data, nextCursor: hasMore ? "older" : null };
}

function chatFacets(
  { status, assignee }: ChatListProps["search"],
  onFilter: ChatListProps["onFilter"],
): ChoiceFacet[] {
  return [
    {
      id: "status",
      label: "Status",
      any: "Open",
      options: STATUS_OPTIONS,
      value: status === null ? [] : [status],
      onChange: ([value = ""]) => onFilter({ status: chatSearchParams.status.parse(value) }),
    },
    {
      id: "assignee",
      label: "Assignee",
      any: "Anybody or nobody",
      options: ASSIGNEE_OPTIONS,
      value: assignee === null ? [] : [assignee],
      onChange: ([value = ""]) => onFilter({ assignee: chatSearchParams.assignee.parse(value) }),
    },
  ];
}

function Empty({ isFiltered, onClear }: { isFiltered: boolean; onClear(): void }) {
  if (isFiltered) {
    return <EmptyState title="No chats match" actions={<Button onClick={onClear}>Clear filters</Button>} />;
  }
  return (
    <EmptyState
      icon={<MessagesSquare />}
      title="No open chats"
      description="A chat starts when your website opens one through the API, or when you start one here."
    />
  );
}

function ListSkeleton() {
  return (
    <div className="flex flex-col gap-2 p-3">
      {["a", "b", "c", "d", "e"].map((key) => (
        <Skeleton key={key} className="h-16" />
      ))}
    </div>
  );
}
