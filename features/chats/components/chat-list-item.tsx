import Link from "next/link";
import type { MouseEvent } from "react";
import { Time } from "@/components/time";
import { Badge } from "@/components/ui/badge";
import { chatHref } from "@/features/chats/links";
import type { Chat } from "@/features/chats/schema";
import { cn } from "@/lib/cn";
import { chatName } from "./chat-name";

interface ChatListItemProps {
  chat: Chat;
  search: { conv: string | null; status: string | null; assignee: string | null };
  onOpen(): void;
}

export function ChatListItem({ chat, search, onOpen }: ChatListItemProps) {
  const { unreadCount, lastMessage, assignee } = chat;
  const isOpen = search.conv === chat.id;
  return (
    <li data-list-item="">
      <Link
        href={chatHref(chat.id, search)}
        prefetch={false}
        scroll={false}
        aria-current={isOpen ? "true" : undefined}
        onClick={(event) => {
          if (isModified(event)) return;
          event.preventDefault();
          onOpen();
        }}
        className={cn(
          "flex flex-col gap-0.5 px-3 py-2.5 transition-colors hover:bg-muted focus-visible:-outline-offset-2",
          isOpen && "bg-selected shadow-[inset_2px_0_0_var(--color-primary)] hover:bg-selected",
        )}
      >
        <span className="flex items-baseline justify-between gap-2">
          <span className={cn("min-w-0 truncate text-sm font-medium", unreadCount > 0 && "font-semibold")}>
            {chatName(chat)}
          </span>
          <Time value={chat.lastMessageAt} className="text-xs text-muted-foreground" />
        </span>
        {chat.customer && chat.subject && <span className="truncate text-sm">{chat.subject}</span>}
        <span className="flex items-center gap-2">
          <span
            className={cn(
              "min-w-0 flex-1 truncate text-sm text-muted-foreground",
              unreadCount > 0 && "text-foreground",
            )}
          >
            {lastMessage ? <Snippet {...lastMessage} /> : "No messages yet"}
          </span>
          {chat.status === "ended" && <Badge>Ended</Badge>}
          {unreadCount > 0 && (
            <span className="rounded-full bg-primary px-1.5 text-xs leading-5 font-medium text-primary-foreground tabular-nums">
              {unreadCount}
              <span className="sr-only"> unread</span>
            </span>
          )}
        </span>
        {assignee && <span className="text-xs text-muted-foreground">Assigned to {assignee.name}</span>}
      </Link>
    </li>
  );
}

function Snippet({ author, snippet }: NonNullable<Chat["lastMessage"]>) {
  return (
    <>
      {author.type !== "customer" && <>{author.name}: </>}
      {snippet}
    </>
  );
}

function isModified(event: MouseEvent): boolean {
  return event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}
