"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ErrorState } from "@/components/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { incomingWebhookQuery } from "@/features/incoming-webhooks/hooks";
import { incomingWebhooksHref } from "@/features/incoming-webhooks/links";
import { IncomingSettings } from "./incoming-settings";

/** The Settings tab; the list comes next once there is nothing left to set. */
export function SetupSettings({ webhookId }: { webhookId: string }) {
  const { data: webhook, error, refetch } = useQuery(incomingWebhookQuery(webhookId));
  const router = useRouter();
  if (webhook)
    return <IncomingSettings webhook={webhook} onDeleted={() => router.push(incomingWebhooksHref())} />;
  if (!error) return <Skeleton className="h-72 w-full rounded-lg" />;
  return <ErrorState title="The webhook could not be loaded" error={error} onRetry={() => void refetch()} />;
}
