"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useState } from "react";
import { Composer } from "@/components/composer";
import type { ComposerMode } from "@/components/composer-modes";
import { ErrorState } from "@/components/error-state";
import { toast } from "@/components/toast";
import { Transcript } from "@/components/transcript";
import { useCan, useMe } from "@/features/auth/hooks";
import { commentsQuery, ticketActivityQuery, ticketViewersQuery } from "@/features/tickets/hooks";
import type { Ticket } from "@/features/tickets/schema";
import { conversationEntries } from "./conversation-entries";
import { withSiteInfoOffers } from "./site-info-offers";
import { useOutgoingReplies } from "./use-outgoing-replies";
import { useReading } from "./use-reading";

const MODES: [ComposerMode, ...ComposerMode[]] = [
  { value: "public", label: "Reply", placeholder: "Write to the customer…", submitLabel: "Send" },
  {
    value: "internal",
    label: "Internal note",
    placeholder: "Write to your team…",
    submitLabel: "Add note",
    isNote: true,
    hotkey: "n",
  },
];
const ACTIONS = [{ value: "resolve", label: "Send and resolve" }];
const BODY_MAX = 100_000;

export function TicketConversation({ ticket }: { ticket: Ticket }) {
  const comments = useInfiniteQuery(commentsQuery(ticket.id));
  const activity = useInfiniteQuery(ticketActivityQuery(ticket.id));
  const me = useMe()?.user;
  const isAllowed = useCan("tickets:write");
  const [isTyping, setIsTyping] = useState(false);
  const stored = comments.data?.pages.flatMap(({ data }) => data).toReversed();
  const loaded = stored ?? [];
  const { start, onEndSeen } = useReading({ ticket, comments: stored, hasOlder: comments.hasNextPage });
  const outgoing = useOutgoingReplies(ticket.id, loaded);
  const entries = conversationEntries({
    ticket,
    comments: loaded,
    activity: activity.data?.pages.flatMap(({ data }) => data) ?? [],
    isComplete: comments.data !== undefined && !comments.hasNextPage,
    userId: me?.id,
  });

  return (
    <div className="flex min-h-0 flex-col gap-3">
      {comments.error && !comments.data ? (
        <ErrorState
          title="The conversation could not be loaded"
          error={comments.error}
          onRetry={() => void comments.refetch()}
        />
      ) : (
        <Transcript
          key={start ? ticket.id : "loading"}
          label={`Conversation of ticket ${ticket.number}`}
          entries={[
            ...withSiteInfoOffers(entries, { ticket, isAllowed: isAllowed && ticket.mergedIntoId === null }),
            ...outgoing.entries,
          ]}
          older={{
            hasMore: comments.hasNextPage,
            isLoading: comments.isFetchingNextPage,
            error: comments.isFetchNextPageError ? "Older entries could not be loaded." : null,
            onLoad: () => void comments.fetchNextPage(),
          }}
          opensAtId={start?.opensAtId}
          firstUnreadId={start?.firstUnreadId}
          onEndSeen={onEndSeen}
          className="max-h-[calc(100dvh-26rem)] min-h-72"
        />
      )}
      <OtherViewers ticketId={ticket.id} isReplying={isTyping} />
      <Composer
        label={`ticket ${ticket.number}`}
        draftKey={`ticket:${ticket.id}:${me?.id ?? ""}`}
        modes={MODES}
        actions={ACTIONS}
        maxLength={BODY_MAX}
        disabledReason={isAllowed ? undefined : "Your role can't answer tickets. An admin can change it."}
        onTyping={setIsTyping}
        onSend={async (message) => {
          await outgoing.send(message);
          if (message.action === "resolve") toast.success(`Ticket #${ticket.number} resolved`);
        }}
      />
    </div>
  );
}

/** Tells the others that this reader is here, and the reader who else is. */
function OtherViewers({ ticketId, isReplying }: { ticketId: string; isReplying: boolean }) {
  const { data } = useQuery(ticketViewersQuery(ticketId, isReplying));
  const others = data?.data ?? [];
  return (
    <div role="status" className="flex flex-wrap gap-x-3 text-sm">
      {others.map(({ user, isReplying: isOtherReplying }) => (
        <span
          key={user.id}
          className={
            isOtherReplying
              ? "inline-flex items-center gap-1.5 font-medium text-warning"
              : "inline-flex items-center gap-1.5 text-muted-foreground"
          }
        >
          <Eye aria-hidden className="size-4" />
          {user.name} is also {isOtherReplying ? "replying" : "viewing"}
        </span>
      ))}
    </div>
  );
}
