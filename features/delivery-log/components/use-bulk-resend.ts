"use client";

import { useState } from "react";
import { announce } from "@/components/live-regions";
import { useResendDeliveries } from "@/features/deliveries/hooks";
import type { Delivery } from "@/features/deliveries/schema";

/** Few enough that the progress moves. */
const AT_ONCE = 10;

export interface BulkResend {
  isRunning: boolean;
  total: number;
  resent: number;
  refused: { id: string; reason: string }[];
  error: Error | null;
}

/** Sends the deliveries again, some at a time, and tells how far it is and what came of each. */
export function useBulkResend() {
  const { mutateAsync } = useResendDeliveries();
  const [state, setState] = useState<BulkResend | null>(null);

  async function start(deliveries: Delivery[]): Promise<void> {
    let current: BulkResend = {
      isRunning: true,
      total: deliveries.length,
      resent: 0,
      refused: [],
      error: null,
    };
    const show = (change: Partial<BulkResend>) => {
      current = { ...current, ...change };
      setState(current);
    };
    show({});
    try {
      for (let at = 0; at < deliveries.length; at += AT_ONCE) {
        const some = deliveries.slice(at, at + AT_ONCE);
        const { resent, refused } = await mutateAsync({
          ids: some.map(({ id }) => id),
          attemptCounts: Object.fromEntries(some.map(({ id, attemptCount }) => [id, attemptCount])),
        });
        show({ resent: current.resent + resent.length, refused: [...current.refused, ...refused] });
      }
      show({ isRunning: false });
    } catch (error) {
      show({ isRunning: false, error: error instanceof Error ? error : new Error("It did not work.") });
    }
    announce(resendSentence(current));
  }

  return { state, start, dismiss: () => setState(null) };
}

/** "10 queued for resend, 2 left as they are." */
export function resendSentence({ isRunning, total, resent, refused }: BulkResend): string {
  if (isRunning) return `Queuing: ${resent + refused.length} of ${total}`;
  const left =
    refused.length === 0 ? "" : `, ${refused.length} left as ${refused.length === 1 ? "it is" : "they are"}`;
  return `${resent} queued for resend${left}.`;
}
