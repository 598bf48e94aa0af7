"use client";

import { useRouter } from "next/navigation";
import { toast } from "@/components/toast";
import { useTestIncomingWebhook } from "@/features/incoming-webhooks/hooks";
import { incomingRequestHref } from "@/features/incoming-webhooks/links";
import type { IncomingWebhook, TestedIncomingWebhook } from "@/features/incoming-webhooks/schema";

/** Sends a signed sample and says what came of it, with the way to its row in the log. */
export function useSendTest({ id }: Pick<IncomingWebhook, "id">): () => Promise<void> {
  const router = useRouter();
  const test = useTestIncomingWebhook(id);
  return async () => {
    try {
      const { requestId, statusCode, answer } = await test.mutateAsync();
      const open = requestId && {
        action: { label: "Open request", onClick: () => router.push(incomingRequestHref(id, requestId)) },
      };
      if (statusCode < 300) toast.success(`Test request received · ${statusCode}`, { ...open });
      else toast.error(`Test request refused · ${statusCode}`, { description: detailOf(answer), ...open });
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "It did not work. Try again.");
    }
  };
}

function detailOf({ detail }: TestedIncomingWebhook["answer"]): string {
  return typeof detail === "string" ? detail : "The request log says why.";
}
