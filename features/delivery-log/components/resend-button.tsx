"use client";

import { RotateCw } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { useHotkey } from "@/components/hotkeys";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useResendDelivery } from "@/features/deliveries/hooks";
import type { DeliveryDetail } from "@/features/deliveries/schema";
import { isDelivered } from "@/features/deliveries/states";
import { hostOf } from "./outcome";

interface ResendButtonProps {
  delivery: DeliveryDetail;
  isAllowed: boolean;
  /** Of the text that says why it is not allowed. */
  reasonId: string;
  hotkeyScope: "page" | "dialog";
}

/** Queues the delivery once more; asks first when the receiver has accepted it already. */
export function ResendButton({ delivery, isAllowed, reasonId, hotkeyScope }: ResendButtonProps) {
  const resend = useResendDelivery();
  const [isConfirming, setIsConfirming] = useState(false);

  const send = () => resend.mutateAsync(delivery.id).then(() => toast.success("Queued for resend"));

  function start() {
    if (!isAllowed || resend.isPending) return;
    if (isDelivered(delivery.status)) return setIsConfirming(true);
    send().catch((error: Error) => toast.error(error.message));
  }

  useHotkey("r", start, { label: "Resend the delivery", scope: hotkeyScope, isEnabled: isAllowed });

  return (
    <>
      {/* It can be focused all the same, and keeps the focus while what it asked for is sent. */}
      <Button
        variant="primary"
        size="sm"
        {...(!isAllowed && { "aria-disabled": true, "aria-describedby": reasonId })}
        isPending={resend.isPending}
        onClick={start}
      >
        <RotateCw aria-hidden />
        Resend
      </Button>
      <ConfirmDialog
        isOpen={isConfirming}
        onOpenChange={setIsConfirming}
        title={`Resend ${delivery.eventType}?`}
        description={`The receiver already accepted this. ${hostOf(delivery.targetUrl)} gets it once more, with the same delivery id.`}
        tone="default"
        confirmLabel="Resend"
        onConfirm={send}
      />
    </>
  );
}
