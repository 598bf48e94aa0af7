"use client";

import { useQuery } from "@tanstack/react-query";
import { EllipsisVertical, KeyRound, Pause, Play, Send, Trash2, UserRoundPen } from "lucide-react";
import { useRef, useState } from "react";
import { useHotkey } from "@/components/hotkeys";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { onDemand } from "@/components/ui/on-demand";
import { LinkTabs } from "@/components/ui/tabs";
import { useTestButton } from "@/components/unsaved-settings";
import { useCan } from "@/features/auth/hooks";
import { isActive, isUnverified } from "@/features/subscription-states/states";
import { NO_WRITE_REASON, subscriptionQuery } from "@/features/subscriptions/hooks";
import { type SubscriptionTab, subscriptionHref, subscriptionsHref } from "@/features/subscriptions/links";
import type { Subscription } from "@/features/subscriptions/schema";
import { DialectBadge } from "./dialect-badge";
import { HeldBanners } from "./held-banners";
import type { SubscriptionDialog } from "./subscription-dialogs";
import { SubscriptionStatusPill } from "./subscription-status";
import { usePauseResume } from "./use-pause-resume";

const dialogs = onDemand(() => import("./subscription-dialogs"));

interface SubscriptionHeaderProps {
  id: string;
  tab: SubscriptionTab;
}

/** Name, target, status, actions and tabs of one subscription. */
export function SubscriptionHeader({ id, tab }: SubscriptionHeaderProps) {
  const canWrite = useCan("subscriptions:write");
  const { data: subscription } = useQuery(subscriptionQuery(id));
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        breadcrumbs={[
          { label: "Event subscriptions", href: subscriptionsHref() },
          { label: subscription?.name ?? "Subscription" },
        ]}
        title={subscription?.name ?? "Subscription"}
        meta={
          subscription && (
            <>
              <SubscriptionStatusPill subscription={subscription} />
              <DialectBadge dialect={subscription.dialect} />
            </>
          )
        }
        description={subscription && <TargetUrl url={subscription.targetUrl} />}
        actions={subscription && <HeaderActions subscription={subscription} />}
      />
      {!canWrite && <p className="text-sm text-muted-foreground">{NO_WRITE_REASON}</p>}
      {subscription && <HeldBanners subscription={subscription} />}
      <LinkTabs
        label="Subscription"
        current={tab}
        tabs={[
          { value: "overview", label: "Overview", href: subscriptionHref(id) },
          { value: "deliveries", label: "Deliveries", href: subscriptionHref(id, "deliveries") },
          { value: "attempts", label: "Attempts", href: subscriptionHref(id, "attempts") },
          { value: "settings", label: "Settings", href: subscriptionHref(id, "settings") },
        ]}
      />
    </div>
  );
}

function TargetUrl({ url }: { url: string }) {
  return <span className="font-mono text-xs wrap-anywhere">{url}</span>;
}

function HeaderActions({ subscription }: { subscription: Subscription }) {
  const canWrite = useCan("subscriptions:write");
  const [dialog, setDialog] = useState<SubscriptionDialog | null>(null);
  const { pause, resume, isPending, question } = usePauseResume();
  const parts = dialogs.useParts(dialog !== null || question.subscription !== null);
  const { isDirty, buttonProps } = useTestButton(() => setDialog("test"));
  const test = useRef<HTMLButtonElement>(null);
  useHotkey("t", () => test.current?.click(), { label: "Send a test event", isEnabled: canWrite });
  return (
    <>
      {isActive(subscription.status) || isUnverified(subscription.status) ? (
        <Button disabled={!canWrite} isPending={isPending} onClick={() => pause(subscription)}>
          <Pause aria-hidden />
          Pause
        </Button>
      ) : (
        <Button disabled={!canWrite} isPending={isPending} onClick={() => resume(subscription)}>
          <Play aria-hidden />
          Resume
        </Button>
      )}
      <Button ref={test} variant="primary" disabled={!canWrite} {...buttonProps}>
        <Send aria-hidden />
        {isDirty ? "Save and send test" : "Send test"}
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="icon" aria-label="More actions" disabled={!canWrite}>
            <EllipsisVertical aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setDialog("owner")}>
            <UserRoundPen aria-hidden />
            Hand over
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setDialog("secret")}>
            <KeyRound aria-hidden />
            Rotate secret
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" onSelect={() => setDialog("delete")}>
            <Trash2 aria-hidden />
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {parts && (
        <parts.SubscriptionDialogs
          subscription={subscription}
          question={question}
          dialog={dialog}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}
