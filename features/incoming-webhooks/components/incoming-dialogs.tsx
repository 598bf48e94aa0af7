"use client";

import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { DeleteIncomingDialog } from "./delete-incoming-dialog";
import { PauseIncomingDialog } from "./pause-incoming-dialog";
import { ResumeIncomingDialog } from "./resume-incoming-dialog";
import { RotateIncomingDialog } from "./rotate-incoming-dialog";
import type { useResumeIncoming } from "./use-resume-incoming";

export type IncomingDialog = "pause" | "rotate" | "delete";

interface IncomingDialogsProps extends Pick<ReturnType<typeof useResumeIncoming>, "question"> {
  webhook: IncomingWebhook;
  dialog: IncomingDialog | null;
  onClose(): void;
  onDeleted: (() => void) | undefined;
}

/** What the menu of a webhook opens. */
export function IncomingDialogs({ webhook, question, dialog, onClose, onDeleted }: IncomingDialogsProps) {
  const propsOf = (which: IncomingDialog) => ({
    webhook,
    isOpen: dialog === which,
    onOpenChange: (isOpen: boolean) => !isOpen && onClose(),
  });
  return (
    <>
      <ResumeIncomingDialog {...question} />
      <PauseIncomingDialog {...propsOf("pause")} />
      <RotateIncomingDialog {...propsOf("rotate")} />
      <DeleteIncomingDialog {...propsOf("delete")} {...(onDeleted && { onDeleted })} />
    </>
  );
}
