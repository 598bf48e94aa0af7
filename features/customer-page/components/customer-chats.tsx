"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Time } from "@/components/time";
import { Badge } from "@/components/ui/badge";
import { useCan } from "@/features/auth/hooks";
import { chatHref } from "@/features/chats/links";
import { customerChatsQuery } from "@/features/customer-page/hooks";
import { FIRST_LIMIT, FULL_LIMIT } from "@/features/customer-page/row-limits";
import { CustomerRows } from "./customer-rows";

export function CustomerChats({ id }: { id: string }) {
  const [limit, setLimit] = useState(FIRST_LIMIT);
  const maySee = useCan("chats:read");
  const query = useQuery({ ...customerChatsQuery(id, limit), enabled: maySee });
  if (!maySee) return null;
  return (
    <CustomerRows
      title="Chats"
      noun="chats"
      query={query}
      isFull={limit === FULL_LIMIT}
      onShowMore={() => setLimit(FULL_LIMIT)}
    >
      {({ id: chatId, subject, status, messageCount, lastMessage, lastMessageAt }) => (
        <>
          <Link
            href={chatHref(chatId)}
            prefetch={false}
            className="min-w-0 font-medium wrap-anywhere hover:underline"
          >
            {subject ?? lastMessage?.snippet ?? "Chat without messages"}
          </Link>
          <Badge tone={status === "open" ? "info" : "neutral"}>{status === "open" ? "Open" : "Ended"}</Badge>
          <span className="text-muted-foreground">
            {messageCount} {messageCount === 1 ? "message" : "messages"}
          </span>
          <Time value={lastMessageAt} className="ml-auto text-muted-foreground" />
        </>
      )}
    </CustomerRows>
  );
}
