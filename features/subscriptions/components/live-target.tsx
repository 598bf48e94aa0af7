"use client";

import { useWatch } from "react-hook-form";
import type { SubscriptionFormValues } from "@/features/subscriptions/form-values";
import type { Subscription } from "@/features/subscriptions/schema";

export type TargetOfSubscription = Pick<Subscription, "targetUrl" | "pendingTargetUrl" | "verifiedAt">;

/** Says where events go while the URL in the form is another one than a target that has answered the handshake. */
export function LiveTarget({ target }: { target: TargetOfSubscription }) {
  const [wanted, isVerified] = useWatch<SubscriptionFormValues, ["targetUrl", "isVerified"]>({
    name: ["targetUrl", "isVerified"],
  });
  if (target.verifiedAt === null || !isVerified || wanted.trim() === target.targetUrl) return null;
  const isSaved = wanted.trim() === target.pendingTargetUrl;
  return (
    <p role="note" className="rounded-md bg-warning-soft px-3 py-2 text-sm text-pretty">
      {isSaved
        ? "This URL has not answered the handshake yet."
        : "Once saved, this URL has to answer the handshake."}{" "}
      The old URL stays live until it answers:{" "}
      <span className="font-mono text-xs wrap-anywhere">{target.targetUrl}</span>
    </p>
  );
}
