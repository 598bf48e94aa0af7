import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { incomingWebhooksHref } from "@/features/incoming-webhooks/links";
import { CreateWebhook } from "./create-webhook";

export const metadata: Metadata = { title: "Create incoming webhook · Incoming webhooks" };

export default async function CreateIncomingWebhookPage() {
  const ctx = await requireContext();
  return (
    <>
      <PageHeader
        title="Create incoming webhook"
        breadcrumbs={[
          { label: "Incoming webhooks", href: incomingWebhooksHref() },
          { label: "Create incoming webhook" },
        ]}
      />
      {ctx.permissions.has("incoming_webhooks:write") ? (
        <CreateWebhook />
      ) : (
        <MissingPermission scope="incoming_webhooks:write" action="create incoming webhooks" />
      )}
    </>
  );
}
