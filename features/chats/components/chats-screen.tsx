"use client";

import { MessagesSquare } from "lucide-react";
import { useQueryStates } from "nuqs";
import { EmptyState } from "@/components/empty-state";
import { chatSearchParams } from "@/features/chats/search-params";
import { cn } from "@/lib/cn";
import { ChatList } from "./chat-list";
import { Conversation } from "./conversation";

/** The list beside the open chat; below 768 px one of the two. */
export function ChatsScreen() {
  const [search, setSearch] = useQueryStates(chatSearchParams);
  const { conv } = search;
  return (
    <div className="grid min-h-0 gap-4 md:h-[calc(100dvh-9.5rem)] md:min-h-96 md:grid-cols-[minmax(15rem,20rem)_minmax(0,1fr)]">
      <div className={cn("flex min-h-0 min-w-0 flex-col", conv && "max-md:hidden")}>
        <ChatList
          search={search}
          onFilter={(change) => void setSearch(change, { history: "push" })}
          onOpen={(id) => void setSearch({ conv: id }, { history: "push" })}
        />
      </div>
      <div
        className={cn(
          "flex min-h-0 min-w-0 flex-col max-md:h-[calc(100dvh-6.5rem)]",
          !conv && "max-md:hidden",
        )}
      >
        {conv ? (
          <Conversation
            key={conv}
            id={conv}
            onBack={() => void setSearch({ conv: null }, { history: "push" })}
          />
        ) : (
          <EmptyState
            icon={<MessagesSquare />}
            title="No chat is open"
            description="Choose one from the list."
            className="h-full justify-center rounded-lg border border-border bg-card"
          />
        )}
      </div>
    </div>
  );
}
