"use client";

import { useQuery } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { type SubscriptionChanges, toPreview } from "@/features/subscriptions/form-values";
import { previewQuery } from "@/features/subscriptions/hooks";
import { PREVIEW_DAYS } from "@/features/subscriptions/preview-days";
import type { SubscriptionPreview } from "@/features/subscriptions/preview-schema";
import type { Subscription } from "@/features/subscriptions/schema";
import { boundedCount } from "@/lib/bounded-count";
import { formatCount } from "@/lib/format-number";

interface ChangeEffectDialogProps {
  subscription: Subscription;
  /** Null while nothing is asked. */
  changes: SubscriptionChanges | null;
  onAnswer(isConfirmed: boolean): void;
}

/** What a change of URL, events, level or filter does, before it is saved. */
export function ChangeEffectDialog({ subscription, changes, onAnswer }: ChangeEffectDialogProps) {
  return (
    <ConfirmDialog
      isOpen={changes !== null}
      onOpenChange={(isOpen) => !isOpen && onAnswer(false)}
      title={`Save changes to “${subscription.name}”?`}
      description={changes && <Effect subscription={subscription} changes={changes} />}
      confirmLabel="Save changes"
      tone="default"
      onConfirm={() => onAnswer(true)}
    />
  );
}

function Effect({ subscription, changes }: { subscription: Subscription; changes: SubscriptionChanges }) {
  const preview = useQuery({ ...previewQuery(toPreview(changes, subscription.id)), retry: false });
  if (preview.error)
    return <p role="status">What it changes could not be counted. {preview.error.message}</p>;
  if (!preview.data) return <p role="status">Counting recent events…</p>;
  const isMoved = changes.targetUrl !== undefined && changes.targetUrl !== subscription.targetUrl;
  const sentences = [
    countSentence(preview.data),
    ...typeSentences(preview.data),
    ...(isMoved ? waitingSentences(preview.data, keepsOldTarget(subscription, changes)) : []),
  ];
  return (
    <div role="status" className="flex flex-col gap-2">
      {sentences.map((sentence) => (
        <p key={sentence} className="wrap-anywhere">
          {sentence}
        </p>
      ))}
    </div>
  );
}

/** One that has answered the handshake goes on getting events until the new one has, too. */
function keepsOldTarget({ verifiedAt }: Subscription, { verification }: SubscriptionChanges): boolean {
  return verifiedAt !== null && verification !== "none";
}

function waitingSentences({ waitingDeliveries }: SubscriptionPreview, keepsOld: boolean): string[] {
  if (!waitingDeliveries) return [];
  const noun = waitingDeliveries === 1 ? "delivery" : "deliveries";
  const condition = keepsOld ? " once it has answered the handshake, and to the old one until then" : "";
  return [`${boundedCount(waitingDeliveries)} waiting ${noun} will go to the new URL${condition}.`];
}

function countSentence({ matchesNow, matches, isCapped, events }: SubscriptionPreview): string {
  const [before, after, all] = [matchesNow ?? 0, matches, events].map((count) => formatCount(count));
  const range = isCapped ? `The newest ${all} events` : `Last ${PREVIEW_DAYS} days`;
  return `${range}: ${before} → ${after} deliveries.`;
}

function typeSentences({ types }: SubscriptionPreview): string[] {
  const stopped = types.filter(({ matches, matchesNow }) => matches === 0 && matchesNow);
  const started = types.filter(({ matches, matchesNow }) => matches > 0 && !matchesNow);
  return [...listTypes(stopped, "stop"), ...listTypes(started, "start")];
}

function listTypes(types: { type: string }[], verb: string): string[] {
  const names = types.map(({ type }) => type).join(", ");
  if (types.length === 0) return [];
  return [
    types.length === 1 ? `This type ${verb}s: ${names}.` : `These ${types.length} types ${verb}: ${names}.`,
  ];
}
