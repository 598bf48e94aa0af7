import type { Comment } from "@/features/tickets/comment-schema";
import type { Ticket } from "@/features/tickets/schema";
import { openingId } from "./conversation-entries";

/** Whoever opens a ticket for the first time reads so many comments from the beginning; longer ones open where they stand now. */
const FEW_COMMENTS = 10;

export interface ConversationStart {
  /** Where the box begins; null for its end. */
  opensAtId: string | null;
  /** Has the divider above it. */
  firstUnreadId: string | null;
}

interface Reading {
  ticket: Pick<Ticket, "id" | "commentCount">;
  /** The oldest first. */
  comments: Pick<Comment, "id" | "author">[];
  hasOlder: boolean;
  /** Null for somebody who never read the ticket, undefined when nobody knows. */
  readUpToId: string | null | undefined;
  userId: number | undefined;
}

/** Where a reader begins: at the first unread comment, or else at the end. */
export function startOf({ ticket, comments, hasOlder, readUpToId, userId }: Reading): ConversationStart {
  if (readUpToId === null) {
    const isShort = ticket.commentCount <= FEW_COMMENTS && !hasOlder;
    return { opensAtId: isShort ? openingId(ticket) : null, firstUnreadId: null };
  }
  const isOwn = ({ author }: Pick<Comment, "author">) =>
    author.type === "user" && author.id === String(userId);
  const index =
    readUpToId === undefined
      ? -1
      : comments.findIndex((comment) => comment.id > readUpToId && !isOwn(comment));
  // More is unread than is loaded: too much to begin with the first.
  const id = index === 0 && hasOlder ? null : (comments[index]?.id ?? null);
  return { opensAtId: id, firstUnreadId: id };
}
