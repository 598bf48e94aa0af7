"use client";

import { useRouter } from "next/navigation";
import { subscriptionsHref } from "@/features/subscriptions/links";
import type { Subscription } from "@/features/subscriptions/schema";
import { SendTestDialog } from "@/features/subscriptions/send-test-dialog";
import { DeleteSubscriptionDialog } from "./delete-subscription-dialog";
import { HandOverDialog } from "./hand-over-dialog";
import { ResumeSubscriptionDialog } from "./resume-subscription-dialog";
import { RotateSubscriptionDialog } from "./rotate-subscription-dialog";
import type { usePauseResume } from "./use-pause-resume";

export type SubscriptionDialog = "test" | "owner" | "secret" | "delete";

interface SubscriptionDialogsProps extends Pick<ReturnType<typeof usePauseResume>, "question"> {
  subscription: Subscription;
  dialog: SubscriptionDialog | null;
  onClose(): void;
}

/** What the header of a subscription opens. */
export function SubscriptionDialogs({ subscription, question, dialog, onClose }: SubscriptionDialogsProps) {
  const router = useRouter();
  const propsOf = (which: SubscriptionDialog) => ({
    subscription,
    isOpen: dialog === which,
    onOpenChange: (isOpen: boolean) => !isOpen && onClose(),
  });
  return (
    <>
      <ResumeSubscriptionDialog {...question} />
      <SendTestDialog {...propsOf("test")} />
      <HandOverDialog {...propsOf("owner")} />
      <RotateSubscriptionDialog {...propsOf("secret")} />
      <DeleteSubscriptionDialog {...propsOf("delete")} onDeleted={() => router.push(subscriptionsHref())} />
    </>
  );
}
