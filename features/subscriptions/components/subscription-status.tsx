import { CircleCheck, CirclePause, CircleX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { StatusPill, type Tone } from "@/components/status-pill";
import type { Subscription } from "@/features/subscriptions/schema";

export type SubscriptionState = Subscription["status"] | "failing";

/** The status, told apart from active while the latest attempts have all failed. */
export function subscriptionState({ status, health }: Subscription): SubscriptionState {
  return status === "active" && health.failingSince !== null ? "failing" : status;
}

const STATES: Record<SubscriptionState, { tone: Tone; icon: ReactNode; label: string }> = {
  active: { tone: "success", icon: <CircleCheck />, label: "Active" },
  failing: { tone: "warning", icon: <TriangleAlert />, label: "Failing" },
  paused: { tone: "neutral", icon: <CirclePause />, label: "Paused" },
  disabled: { tone: "danger", icon: <CircleX />, label: "Disabled" },
};

export function SubscriptionStatusPill({ subscription }: { subscription: Subscription }) {
  return <StatusPill {...STATES[subscriptionState(subscription)]} />;
}
