"use client";

import { useRouter } from "next/navigation";
import { toast } from "@/components/toast";
import { useTestIncomingWebhook } from "@/features/incoming-webhooks/hooks";
import { incomingRequestHref } from "@/features/incoming-webhooks/links";

/** Sends a signed sample and opens the row it leaves in the log. */
export function useSetupTest(webhookId: string) {
  const router = useRouter();
  const { mutateAsync, isPending } = useTestIncomingWebhook(webhookId);

  async function send() {
    try {
      const { requestId, statusCode } = await mutateAsync();
      if (statusCode < 300) toast.success(`Test request accepted · ${statusCode}`);
      else toast.error(`Test request refused · ${statusCode}`);
      if (requestId) router.push(incomingRequestHref(webhookId, requestId));
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "It did not work. Try again.");
    }
  }

  return { send, isPending };
}
