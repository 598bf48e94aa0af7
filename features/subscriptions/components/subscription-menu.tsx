"use client";

import { EllipsisVertical, Pause, Pencil, Play, Send, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useCan } from "@/features/auth/hooks";
import { isActive, isUnverified } from "@/features/subscription-states/states";
import { NO_WRITE_REASON } from "@/features/subscriptions/hooks";
import { subscriptionHref } from "@/features/subscriptions/links";
import type { Subscription } from "@/features/subscriptions/schema";
import { SendTestDialog } from "@/features/subscriptions/send-test-dialog";
import { DeleteSubscriptionDialog } from "./delete-subscription-dialog";
import { ResumeSubscriptionDialog } from "./resume-subscription-dialog";
import { usePauseResume } from "./use-pause-resume";

/** What can be done with a row of the list. */
export function SubscriptionMenu({ subscription }: { subscription: Subscription }) {
  const canWrite = useCan("subscriptions:write");
  const [dialog, setDialog] = useState<"test" | "delete" | null>(null);
  const { pause, resume, question } = usePauseResume();
  const close = (isOpen: boolean) => !isOpen && setDialog(null);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${subscription.name}`}>
            <EllipsisVertical aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {!canWrite && (
            <DropdownMenuLabel className="max-w-56 whitespace-normal">{NO_WRITE_REASON}</DropdownMenuLabel>
          )}
          <DropdownMenuItem disabled={!canWrite} onSelect={() => setDialog("test")}>
            <Send aria-hidden />
            Send test
          </DropdownMenuItem>
          {isActive(subscription.status) || isUnverified(subscription.status) ? (
            <DropdownMenuItem disabled={!canWrite} onSelect={() => pause(subscription)}>
              <Pause aria-hidden />
              Pause
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem disabled={!canWrite} onSelect={() => resume(subscription)}>
              <Play aria-hidden />
              Resume
            </DropdownMenuItem>
          )}
          <DropdownMenuItem asChild>
            <Link href={subscriptionHref(subscription.id, "settings")}>
              <Pencil aria-hidden />
              {canWrite ? "Edit" : "Settings"}
            </Link>
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" disabled={!canWrite} onSelect={() => setDialog("delete")}>
            <Trash2 aria-hidden />
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ResumeSubscriptionDialog {...question} />
      <SendTestDialog subscription={subscription} isOpen={dialog === "test"} onOpenChange={close} />
      <DeleteSubscriptionDialog
        subscription={subscription}
        isOpen={dialog === "delete"}
        onOpenChange={close}
      />
    </>
  );
}
