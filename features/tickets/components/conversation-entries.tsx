import type { MessageEntry, TranscriptEntry } from "@/components/transcript-types";
import { MailNote } from "@/features/mails/mail-note";
import { activityText } from "@/features/tickets/activity-text";
import type { Comment } from "@/features/tickets/comment-schema";
import type { Ticket, TicketActivity } from "@/features/tickets/schema";

interface Conversation {
  ticket: Ticket;
  /** The oldest first. */
  comments: Comment[];
  activity: TicketActivity[];
  /** Nothing older is missing. */
  isComplete: boolean;
  userId: number | undefined;
}

/** Opening text, comments and one-line markers of what else happened, in the order of time. */
export function conversationEntries(conversation: Conversation): TranscriptEntry[] {
  const { ticket, comments, activity, isComplete, userId } = conversation;
  const messages = comments.map((comment) => toMessage(comment, userId));
  const since = isComplete ? "" : (comments[0]?.createdAt ?? "");
  const markers = activity.filter(isMarker).filter(({ createdAt }) => createdAt >= since);
  const rest = [...messages, ...markers.map(toMarker)].toSorted((a, b) => a.at.localeCompare(b.at));
  return isComplete ? [openingOf(ticket), ...rest] : rest;
}

/** Comments speak for themselves, and the conversation begins with the opening. */
function isMarker({ action }: TicketActivity): boolean {
  return action !== "ticket.comment_added" && action !== "ticket.created";
}

function toMarker(entry: TicketActivity): TranscriptEntry {
  return {
    id: entry.id,
    kind: "system",
    at: entry.createdAt,
    text: `${entry.actor.name} ${activityText(entry)}`,
  };
}

function toMessage(
  { id, visibility, author, body, createdAt, mail }: Comment,
  userId: number | undefined,
): MessageEntry {
  return {
    id,
    kind: visibility,
    at: createdAt,
    author: { name: author.name, role: ROLES[author.type] },
    body,
    side: author.type === "customer" ? "start" : "end",
    isOwn: author.type === "user" && author.id === String(userId),
    meta: mail && <MailNote mail={mail} />,
  };
}

const ROLES: Record<Comment["author"]["type"], string | undefined> = {
  user: undefined,
  customer: "Customer",
  token: "API",
  system: "Automatic",
};

/** The opening text is no comment, so it has no id of its own. */
export function openingId({ id }: Pick<Ticket, "id">): string {
  return `${id}-opening`;
}

function openingOf({ id, createdAt, customer, body, source, sourceName }: Ticket): TranscriptEntry {
  if (body.trim() === "") {
    return {
      id: openingId({ id }),
      kind: "system",
      at: createdAt,
      text: "The ticket was opened without a text",
    };
  }
  return {
    id: openingId({ id }),
    kind: "public",
    at: createdAt,
    author: {
      name: customer?.name ?? customer?.email ?? sourceName ?? "Opening text",
      role: customer ? "Customer" : undefined,
    },
    body,
    side: customer || source !== "manual" ? "start" : "end",
  };
}
