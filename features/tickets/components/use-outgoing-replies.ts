"use client";

import { useState } from "react";
import type { ComposedMessage } from "@/components/composer";
import type { MessageEntry } from "@/components/transcript-types";
import type { TicketStatus } from "@/db/enums";
import { useMe } from "@/features/auth/hooks";
import type { Comment } from "@/features/tickets/comment-schema";
import { useAddComment } from "@/features/tickets/hooks";
import { randomId } from "@/lib/random-id";

interface Outgoing {
  id: string;
  at: string;
  body: string;
  visibility: Comment["visibility"];
  status: TicketStatus | undefined;
  failure: string | null;
  stored: Comment | null;
}

/** What was sent from here, shown at once: on its way, failed, or stored until the conversation itself has it. */
export function useOutgoingReplies(ticketId: string, comments: Comment[]) {
  const me = useMe()?.user;
  const { mutateAsync } = useAddComment(ticketId);
  const [outgoing, setOutgoing] = useState<Outgoing[]>([]);
  const known = new Set(comments.map(({ id }) => id));

  function set(id: string, change: Partial<Outgoing>) {
    setOutgoing((list) => list.map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  async function deliver({ id, body, visibility, status }: Outgoing): Promise<void> {
    set(id, { failure: null });
    try {
      // One key for all tries: a reply whose answer got lost is not written twice.
      const stored = await mutateAsync({ idempotencyKey: id, body, visibility, ...(status && { status }) });
      set(id, { stored });
    } catch (error) {
      set(id, { failure: error instanceof Error ? error.message : "Try again." });
      throw error;
    }
  }

  function toEntry(one: Outgoing): MessageEntry {
    return {
      id: one.stored?.id ?? one.id,
      kind: one.visibility,
      at: one.stored?.createdAt ?? one.at,
      author: { name: me?.name ?? "You" },
      body: one.body,
      side: "end",
      isOwn: true,
      delivery: deliveryOf(one),
    };
  }

  function deliveryOf(one: Outgoing): MessageEntry["delivery"] {
    if (one.stored) return undefined;
    if (one.failure === null) return { state: "pending" };
    return {
      state: "failed",
      reason: one.failure,
      onRetry: () => void deliver(one).catch(() => {}),
      onDiscard: () => setOutgoing((list) => list.filter(({ id }) => id !== one.id)),
    };
  }

  return {
    entries: outgoing.filter(({ stored }) => !stored || !known.has(stored.id)).map(toEntry),
    send({ body, mode, action }: ComposedMessage): Promise<void> {
      const reply: Outgoing = {
        id: randomId(),
        at: new Date().toISOString(),
        body,
        visibility: mode === "internal" ? "internal" : "public",
        status: action === "resolve" ? "resolved" : undefined,
        failure: null,
        stored: null,
      };
      setOutgoing((list) => [...list, reply]);
      return deliver(reply);
    },
  };
}
