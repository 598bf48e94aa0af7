"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useMe } from "@/features/auth/hooks";
import type { Comment } from "@/features/tickets/comment-schema";
import { ticketReadQuery, useMarkTicketRead } from "@/features/tickets/hooks";
import type { Ticket } from "@/features/tickets/schema";
import { type ConversationStart, startOf } from "./conversation-start";

interface Conversation {
  ticket: Ticket;
  /** The oldest first; undefined until they are there. */
  comments: Comment[] | undefined;
  hasOlder: boolean;
}

/** Where the reader begins, which stays as it was when they came, and how far they have got. */
export function useReading({ ticket, comments, hasOlder }: Conversation) {
  const userId = useMe()?.user.id;
  const { data: read, isError } = useQuery(ticketReadQuery(ticket.id));
  const [start, setStart] = useState<ConversationStart | null>(null);
  if (start === null && comments && (read || isError)) {
    setStart(startOf({ ticket, comments, hasOlder, readUpToId: read?.readUpToId, userId }));
  }
  const [seenId, setSeenId] = useState<string | null>(null);
  useMarkRead(ticket.id, { seenId, readUpToId: read?.readUpToId });
  const latestId = comments?.at(-1)?.id ?? ticket.id;
  return { start, onEndSeen: () => comments && setSeenId(latestId) };
}

interface Progress {
  /** A comment's id, or the ticket's own for its opening text. */
  seenId: string | null;
  readUpToId: string | null | undefined;
}

/** What is seen counts as read, and only while the page is in view. */
function useMarkRead(ticketId: string, { seenId, readUpToId }: Progress): void {
  const { mutate } = useMarkTicketRead(ticketId);
  useEffect(() => {
    if (seenId === null || readUpToId === undefined) return;
    if (readUpToId !== null && readUpToId >= seenId) return;
    const commentId = seenId === ticketId ? null : seenId;
    const mark = () => document.visibilityState === "visible" && mutate(commentId);
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [ticketId, seenId, readUpToId, mutate]);
}
