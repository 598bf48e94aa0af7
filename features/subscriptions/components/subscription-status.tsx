import { CircleCheck, CircleDashed, CirclePause, CircleX, Hand, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { StatusPill, type Tone } from "@/components/status-pill";
import { isActive } from "@/features/subscription-states/states";
import type { Subscription } from "@/features/subscriptions/schema";

export type SubscriptionState = Subscription["status"] | "failing" | "held";

/** The status, told apart from active while its owner lacks the right to its events, or the latest attempts have all failed. */
export function subscriptionState({ status, health, ownerMissingScopes }: Subscription): SubscriptionState {
  if (!isActive(status)) return status;
  if (ownerMissingScopes.length > 0) return "held";
  return health.failingSince === null ? status : "failing";
}

export const SUBSCRIPTION_STATES: Record<SubscriptionState, { tone: Tone; icon: ReactNode; label: string }> =
  {
    active: { tone: "success", icon: <CircleCheck />, label: "Active" },
    held: { tone: "danger", icon: <Hand />, label: "Held" },
    failing: { tone: "warning", icon: <TriangleAlert />, label: "Failing" },
    unverified: { tone: "warning", icon: <CircleDashed />, label: "Not verified" },
    paused: { tone: "neutral", icon: <CirclePause />, label: "Paused" },
    disabled: { tone: "danger", icon: <CircleX />, label: "Disabled" },
  };

export function SubscriptionStatusPill({ subscription }: { subscription: Subscription }) {
  return <StatusPill {...SUBSCRIPTION_STATES[subscriptionState(subscription)]} />;
}
