"use client";

import { Copy, EllipsisVertical, KeyRound, Pause, Pencil, Play, Send, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { onDemand } from "@/components/ui/on-demand";
import { useCopy } from "@/components/use-copy";
import { useCan } from "@/features/auth/hooks";
import { NO_WRITE_REASON } from "@/features/incoming-webhooks/hooks";
import { incomingWebhookHref } from "@/features/incoming-webhooks/links";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import type { IncomingDialog } from "./incoming-dialogs";
import { useResumeIncoming } from "./use-resume-incoming";
import { useSendTest } from "./use-send-test";

const dialogs = onDemand(() => import("./incoming-dialogs"));

interface IncomingMenuProps {
  webhook: IncomingWebhook;
  /** Where the webhook's own page has to be left. */
  onDeleted?(): void;
}

/** What can be done with a webhook, in its row and on its page. */
export function IncomingMenu({ webhook, onDeleted }: IncomingMenuProps) {
  const canWrite = useCan("incoming_webhooks:write");
  const [dialog, setDialog] = useState<IncomingDialog | null>(null);
  const { resume, question } = useResumeIncoming(webhook.id);
  const sendTest = useSendTest(webhook);
  const trigger = useRef<HTMLButtonElement>(null);
  const { copy } = useCopy({ noun: "URL", target: trigger });
  const parts = dialogs.useParts(dialog !== null || question.webhook !== null);
  const isRotating = webhook.previousSecretExpiresAt !== null;
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button ref={trigger} variant="ghost" size="icon-sm" aria-label={`Actions for ${webhook.name}`}>
            <EllipsisVertical aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {!canWrite && (
            <DropdownMenuLabel className="max-w-56 whitespace-normal">{NO_WRITE_REASON}</DropdownMenuLabel>
          )}
          <DropdownMenuItem onSelect={() => void copy(webhook.url)}>
            <Copy aria-hidden />
            Copy URL
          </DropdownMenuItem>
          <DropdownMenuItem disabled={!canWrite} onSelect={() => void sendTest()}>
            <Send aria-hidden />
            Send test request
          </DropdownMenuItem>
          {webhook.status === "active" ? (
            <DropdownMenuItem disabled={!canWrite} onSelect={() => setDialog("pause")}>
              <Pause aria-hidden />
              Pause
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem disabled={!canWrite} onSelect={() => void resume()}>
              <Play aria-hidden />
              Resume
            </DropdownMenuItem>
          )}
          <DropdownMenuItem disabled={!canWrite || isRotating} onSelect={() => setDialog("rotate")}>
            <KeyRound aria-hidden />
            {isRotating ? "Rotate secret (end the overlap first)" : "Rotate secret"}
          </DropdownMenuItem>
          <DropdownMenuItem asChild>
            <Link href={incomingWebhookHref(webhook.id, "settings")}>
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
      {parts && (
        <parts.IncomingDialogs
          webhook={webhook}
          question={question}
          dialog={dialog}
          onClose={() => setDialog(null)}
          onDeleted={onDeleted}
        />
      )}
    </>
  );
}
