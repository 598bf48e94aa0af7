"use client";

import { useState } from "react";
import { announce } from "@/components/live-regions";
import { useReprocessRequests } from "@/features/incoming-requests/hooks";
import type { ReprocessedRequests } from "@/features/incoming-requests/schema";

/** Small enough that the progress moves. */
const AT_ONCE = 25;

export interface Acceptance {
  isRunning: boolean;
  accepted: number;
  duplicate: number;
  /** Why those that are still refused are, with how many each. */
  refusals: { detail: string; count: number }[];
  error: Error | null;
}

const START: Acceptance = { isRunning: true, accepted: 0, duplicate: 0, refusals: [], error: null };

/** Verifies page by page, oldest first, until the end: each request is looked at once, so that it does end. */
export function useAcceptAll(webhookId: string) {
  const { mutateAsync } = useReprocessRequests(webhookId);
  const [state, setState] = useState<Acceptance | null>(null);

  async function start() {
    let current = START;
    const show = (next: Acceptance) => {
      current = next;
      setState(next);
    };
    show(START);
    try {
      let cursor: string | null | undefined;
      do {
        const page = await mutateAsync({ limit: AT_ONCE, ...(cursor && { cursor }) });
        show(withPage(current, page));
        cursor = page.nextCursor;
      } while (cursor);
      show({ ...current, isRunning: false });
    } catch (error) {
      show({
        ...current,
        isRunning: false,
        error: error instanceof Error ? error : new Error("It did not work."),
      });
    }
    announce(acceptanceSentence(current));
  }

  return { state, start, dismiss: () => setState(null) };
}

/** "18 accepted, 3 repeats, 2 still refused." */
export function acceptanceSentence({ accepted, duplicate, refusals }: Acceptance): string {
  const refused = refusals.reduce((sum, { count }) => sum + count, 0);
  const parts = [
    `${accepted} accepted`,
    ...(duplicate > 0 ? [`${duplicate} ${duplicate === 1 ? "repeat" : "repeats"} of them`] : []),
    `${refused} still refused`,
  ];
  return `${parts.join(", ")}.`;
}

function withPage(state: Acceptance, { data }: ReprocessedRequests): Acceptance {
  const counts = new Map(state.refusals.map(({ detail, count }) => [detail, count]));
  for (const { result, detail } of data) {
    if (result !== "rejected") continue;
    const text = detail ?? "No reason was given.";
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const countOf = (result: string) => data.filter((one) => one.result === result).length;
  return {
    ...state,
    accepted: state.accepted + countOf("accepted"),
    duplicate: state.duplicate + countOf("duplicate"),
    refusals: [...counts].map(([detail, count]) => ({ detail, count })),
  };
}
