"use client";

import { FirstRequest } from "@/features/incoming-requests/components/first-request";
import { CreateIncomingForm } from "@/features/incoming-webhooks/components/create-incoming-form";

/** Below the secret of a new webhook its first request shows itself as it comes. */
export function CreateWebhook() {
  return <CreateIncomingForm renderCreated={(webhookId) => <FirstRequest webhookId={webhookId} />} />;
}
