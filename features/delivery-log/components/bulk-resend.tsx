"use client";

import { RotateCw } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { deliveryHref } from "@/features/deliveries/links";
import type { Delivery } from "@/features/deliveries/schema";
import { isDelivered, isHeld } from "@/features/deliveries/states";
import { type BulkResend, resendSentence } from "./use-bulk-resend";

interface ResendSelectedProps {
  deliveries: Delivery[];
  isRunning: boolean;
  onConfirm(): void;
}

/** Asks with what the selection says, then lets go. */
export function ResendSelected({ deliveries, isRunning, onConfirm }: ResendSelectedProps) {
  const [isAsking, setIsAsking] = useState(false);
  const count = deliveries.length;
  return (
    <>
      <Button size="sm" isPending={isRunning} onClick={() => setIsAsking(true)}>
        <RotateCw aria-hidden />
        Resend
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        tone="default"
        title={count === 1 ? "Resend 1 delivery?" : `Resend ${count} deliveries?`}
        description={<Consequence deliveries={deliveries} />}
        confirmLabel={`Resend ${count}`}
        onConfirm={onConfirm}
      />
    </>
  );
}

function Consequence({ deliveries }: { deliveries: Delivery[] }) {
  const targets = new Set(deliveries.map(({ subscriptionId }) => subscriptionId)).size;
  const accepted = deliveries.filter(({ status }) => isDelivered(status)).length;
  const held = deliveries.filter(({ status }) => isHeld(status)).length;
  return (
    <ul className="list-disc pl-5">
      <li>
        Each is sent once more, with the same id and bytes, to {targets}{" "}
        {targets === 1 ? "subscription" : "subscriptions"}.
      </li>
      {accepted > 0 && <li>{accepted} of them the receiver has accepted already.</li>}
      {held > 0 && <li>{held} of them are held and stay so until their subscription is resumed.</li>}
      <li>What was tried again since you looked is left alone.</li>
    </ul>
  );
}

interface BulkResendProgressProps {
  state: BulkResend;
  onDismiss(): void;
}

/** How far it is; at its end what was left as it is, each with the reason and the way there. */
export function BulkResendProgress({ state, onDismiss }: BulkResendProgressProps) {
  const { isRunning, total, resent, refused, error } = state;
  const reasons = Map.groupBy(refused, ({ reason }) => reason);
  return (
    <section
      aria-label="Resend"
      className="flex flex-col items-start gap-2 rounded-lg border border-border bg-card px-4 py-3 text-sm"
    >
      <p className="font-medium tabular-nums">{resendSentence(state)}</p>
      {isRunning && (
        <progress aria-label="Queued" className="h-1.5 w-full" max={total} value={resent + refused.length} />
      )}
      {error && (
        <p role="alert">It stopped: {error.message} What was queued is sent; select the rest to go on.</p>
      )}
      {reasons.size > 0 && (
        <ul className="list-disc pl-5">
          {[...reasons].map(([reason, those]) => (
            <li key={reason} className="wrap-anywhere">
              {those.length} × {reason}{" "}
              {those.map(({ id }) => (
                <Link
                  key={id}
                  href={deliveryHref(id)}
                  prefetch={false}
                  className="mr-2 inline-flex min-h-6 items-center rounded-sm font-mono text-xs text-link underline underline-offset-3"
                >
                  …{id.slice(-6)}
                </Link>
              ))}
            </li>
          ))}
        </ul>
      )}
      {!isRunning && (
        <Button size="sm" variant="ghost" onClick={onDismiss}>
          Dismiss
        </Button>
      )}
    </section>
  );
}
