"use client";

import { Download } from "lucide-react";
import { useId } from "react";
import { CopyButton } from "@/components/copy-button";
import { downloadFile } from "@/components/download";
import { useHotkey } from "@/components/hotkeys";
import { Button } from "@/components/ui/button";
import { useCopy } from "@/components/use-copy";
import { useCan } from "@/features/auth/hooks";
import { curlCommand } from "@/features/deliveries/curl";
import { deliveryHref } from "@/features/deliveries/links";
import type { DeliveryDetail } from "@/features/deliveries/schema";
import { isHeld, isRetrying, isSending, isWaiting } from "@/features/deliveries/states";
import { selectAttempt } from "./delivery-detail-view";
import { ResendButton } from "./resend-button";

interface DeliveryActionsProps {
  delivery: DeliveryDetail;
  attemptNumber: number | null;
  hotkeyScope: "page" | "dialog";
}

export function DeliveryActions({ delivery, attemptNumber, hotkeyScope }: DeliveryActionsProps) {
  const refusal = useSendRefusal(delivery);
  const attempt = selectAttempt(delivery, attemptNumber);
  const request = attempt?.request;
  const curl = request && request.body !== null ? curlCommand({ ...request, body: request.body }) : null;
  const reasonId = useId();
  const { copy } = useCopy({ noun: "Curl command" });
  useHotkey("c", () => curl !== null && void copy(curl), {
    label: "Copy as curl",
    scope: hotkeyScope,
    isEnabled: curl !== null,
  });
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-2">
        <ResendButton
          delivery={delivery}
          hotkeyScope={hotkeyScope}
          isAllowed={refusal === null}
          reasonId={reasonId}
        />
        {(curl !== null || !attempt) && <CopyButton value={curl} noun="Curl command" label="Copy as curl" />}
        <CopyButton value={pageUrl(delivery.id)} noun="Link" label="Copy link" />
        <Button
          size="sm"
          onClick={() =>
            downloadFile(
              `delivery-${delivery.id}.json`,
              JSON.stringify(delivery, null, 2),
              "application/json",
            )
          }
        >
          <Download aria-hidden />
          Download JSON
        </Button>
      </div>
      {/* Keeps its line: what is below stays where it is when the reason goes. */}
      <p id={reasonId} className="min-h-5 text-sm text-muted-foreground">
        {refusal}
      </p>
    </div>
  );
}

/** Why the delivery can't be sent now, as far as the browser can tell. */
function useSendRefusal({ status, heldReason, targetPausedUntil }: DeliveryDetail): string | null {
  const canWrite = useCan("deliveries:write");
  if (!canWrite) return "Sending needs the permission deliveries:write, which an admin can grant.";
  if (isSending(status)) return "It is being sent at this moment. Wait for the result.";
  // One that waits for a target that is left alone goes out at once when it is resent.
  if (isWaiting(status) && !isRetrying(status) && targetPausedUntil === null)
    return "It is about to be sent. Wait for the result.";
  if (heldReason === "owner") return "Hand the subscription over, on its page, to send what it holds.";
  if (heldReason === "verification")
    return "Verify the subscription's target, on its page, to send what it holds.";
  if (heldReason === "decision") return null;
  return isHeld(status) ? "Resume the subscription to send what it holds." : null;
}

function pageUrl(id: string): string {
  const path = deliveryHref(id);
  return typeof location === "undefined" ? path : new URL(path, location.origin).href;
}
