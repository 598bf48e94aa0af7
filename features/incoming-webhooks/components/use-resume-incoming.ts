"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "@/components/toast";
import { incomingWebhookQuery, useUpdateIncomingWebhook } from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";

/** Acts at once, unless requests wait: then `question` is for the dialog that asks what becomes of them. */
export function useResumeIncoming(id: string) {
  const queryClient = useQueryClient();
  const update = useUpdateIncomingWebhook(id);
  const [asked, setAsked] = useState<IncomingWebhook | null>(null);

  async function resume() {
    try {
      // What was held since the page last looked counts as well.
      const webhook = await queryClient.fetchQuery({ ...incomingWebhookQuery(id), staleTime: 0 });
      if (webhook.heldRequests > 0) return setAsked(webhook);
      await update.mutateAsync({ status: "active" });
      toast.success(`“${webhook.name}” is active again`, {
        description: "Requests are processed as they come.",
      });
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "It did not work. Try again.");
    }
  }

  return { resume, question: { webhook: asked, onClose: () => setAsked(null) } };
}
