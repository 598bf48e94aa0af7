"use client";

import { toast } from "sonner";
import { useUpdateIncomingWebhook } from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { boundedCount } from "@/lib/bounded-count";

/** Acts at once, and says what becomes of the requests that waited. */
export function useResumeIncoming({ id, name, heldRequests }: IncomingWebhook): () => Promise<void> {
  const update = useUpdateIncomingWebhook(id);
  return async () => {
    try {
      await update.mutateAsync({ status: "active" });
      toast.success(`“${name}” is active again`, { description: describeHeld(heldRequests) });
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "It did not work. Try again.");
    }
  };
}

function describeHeld(held: number): string {
  if (held === 0) return "Requests are processed as they come.";
  return `${boundedCount(held)} ${held === 1 ? "request was" : "requests were"} held and ${held === 1 ? "is" : "are"} processed now, oldest first.`;
}
