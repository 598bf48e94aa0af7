"use client";

import { ArrowLeft, Ticket } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Time } from "@/components/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import type { Chat } from "@/features/chats/schema";
import { customerHref } from "@/features/customers/links";
import { ticketHref } from "@/features/tickets/links";
import { AssigneeSelect } from "./assignee-select";
import { chatName } from "./chat-name";
import { EndChatButton } from "./end-chat-button";
import { TurnIntoTicketButton } from "./turn-into-ticket-button";

export function ConversationHeader({ chat, onBack }: { chat: Chat; onBack(): void }) {
  const { customer, subject, ticket, page } = chat;
  const mayWrite = useCan("chats:write");
  return (
    <header className="flex flex-wrap items-start gap-x-3 gap-y-2 border-b border-border px-3 py-2.5">
      <Button
        variant="ghost"
        size="icon"
        aria-label="Back to the chats"
        className="md:hidden"
        onClick={onBack}
      >
        <ArrowLeft aria-hidden />
      </Button>
      <div className="min-w-0 flex-1 basis-48">
        <h2 className="flex flex-wrap items-center gap-x-2 text-base font-semibold wrap-anywhere">
          {customer ? (
            <Link href={customerHref(customer.id)} className="hover:underline">
              {chatName(chat)}
            </Link>
          ) : (
            chatName(chat)
          )}
          {chat.status === "ended" && <Badge>Ended</Badge>}
        </h2>
        {customer && subject && <p className="text-sm wrap-anywhere">{subject}</p>}
        <p className="text-sm text-muted-foreground">
          <Presence chat={chat} />
          {page && (page.title ?? page.url) && (
            <span className="wrap-anywhere"> · on {page.title ?? page.url}</span>
          )}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {ticket && (
          <Button asChild size="sm">
            <Link href={ticketHref(ticket.id)} prefetch={false}>
              <Ticket aria-hidden />
              Ticket #{ticket.number}
            </Link>
          </Button>
        )}
        <AssigneeSelect chat={chat} isDisabled={!mayWrite} />
        {mayWrite && !ticket && <TurnIntoTicketButton chat={chat} />}
        {mayWrite && chat.status === "open" && <EndChatButton chat={chat} />}
      </div>
    </header>
  );
}

/** What is known of the other side, in words. */
function Presence({ chat }: { chat: Chat }): ReactNode {
  if (chat.endedAt) {
    return (
      <>
        Ended <Time value={chat.endedAt} />
      </>
    );
  }
  if (!chat.lastMessage) {
    return (
      <>
        Started <Time value={chat.startedAt} />
      </>
    );
  }
  return (
    <>
      Last message <Time value={chat.lastMessageAt} />
    </>
  );
}
