"use client";

import { useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { CopyButton } from "@/components/copy-button";
import { useHotkey } from "@/components/hotkeys";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { LinkTabs } from "@/components/ui/tabs";
import { useTestButton } from "@/components/unsaved-settings";
import { useCan } from "@/features/auth/hooks";
import { incomingWebhookQuery, NO_WRITE_REASON } from "@/features/incoming-webhooks/hooks";
import { incomingWebhookHref, incomingWebhooksHref } from "@/features/incoming-webhooks/links";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import type { IncomingTab } from "@/features/incoming-webhooks/search-params";
import { IncomingBanners } from "./incoming-banners";
import { IncomingMenu } from "./incoming-menu";
import { IncomingStatusPill } from "./incoming-status";
import { useSetupTest } from "./setup-test";

interface IncomingHeaderProps {
  id: string;
  tab: IncomingTab;
}

/** Name, address, status, actions and tabs of one webhook. */
export function IncomingHeader({ id, tab }: IncomingHeaderProps) {
  const canWrite = useCan("incoming_webhooks:write");
  const { data: webhook } = useQuery(incomingWebhookQuery(id));
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        breadcrumbs={[
          { label: "Incoming webhooks", href: incomingWebhooksHref() },
          { label: webhook?.name ?? "Incoming webhook" },
        ]}
        title={webhook?.name ?? "Incoming webhook"}
        meta={webhook && <IncomingStatusPill webhook={webhook} />}
        description={webhook && <Address url={webhook.url} />}
        actions={webhook && <HeaderActions webhook={webhook} />}
      />
      {!canWrite && <p className="text-sm text-muted-foreground">{NO_WRITE_REASON}</p>}
      <LinkTabs
        label="Incoming webhook"
        current={tab}
        tabs={[
          { value: "requests", label: "Requests", href: incomingWebhookHref(id) },
          { value: "setup", label: "Setup", href: incomingWebhookHref(id, "setup") },
          { value: "settings", label: "Settings", href: incomingWebhookHref(id, "settings") },
        ]}
      />
      {webhook && <IncomingBanners webhook={webhook} />}
    </div>
  );
}

function Address({ url }: { url: string }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      <span className="font-mono text-xs wrap-anywhere">{url}</span>
      <CopyButton value={url} noun="URL" />
    </span>
  );
}

function HeaderActions({ webhook }: { webhook: IncomingWebhook }) {
  const canWrite = useCan("incoming_webhooks:write");
  const router = useRouter();
  const { send, isPending } = useSetupTest(webhook.id);
  const { isDirty, buttonProps } = useTestButton(() => void send());
  const test = useRef<HTMLButtonElement>(null);
  useHotkey("t", () => test.current?.click(), { label: "Send a test request", isEnabled: canWrite });
  return (
    <>
      <Button ref={test} variant="primary" disabled={!canWrite} isPending={isPending} {...buttonProps}>
        <Send aria-hidden />
        {isDirty ? "Save and send test request" : "Send test request"}
      </Button>
      <IncomingMenu webhook={webhook} onDeleted={() => router.push(incomingWebhooksHref())} />
    </>
  );
}
