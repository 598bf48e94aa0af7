import { CircleCheck, CircleDashed, CirclePause, CircleX, Hand, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { StatusPill, type Tone } from "@/components/status-pill";
import { isActive } from "@/features/subscription-states/states";
import type { Subscription } from "@/features/subscriptions/schema";
import { type HealthVerdict, healthVerdict } from "@/features/subscriptions/verdict";
import { formatShare } from "@/lib/format-number";

export type SubscriptionState = Subscription["status"] | Exclude<HealthVerdict, "healthy"> | "held";

/** The status, told apart from active while its owner lacks the right to its events, or by how it went lately. */
export function subscriptionState({ status, health, ownerMissingScopes }: Subscription): SubscriptionState {
  if (!isActive(status)) return status;
  if (ownerMissingScopes.length > 0) return "held";
  const verdict = healthVerdict(health);
  return verdict === "healthy" ? status : verdict;
}

const SUBSCRIPTION_STATES: Record<SubscriptionState, { tone: Tone; icon: ReactNode; label: string }> = {
  active: { tone: "success", icon: <CircleCheck />, label: "Active" },
  held: { tone: "danger", icon: <Hand />, label: "Held" },
  untried: { tone: "success", icon: <CircleCheck />, label: "Active" },
  unsteady: { tone: "warning", icon: <TriangleAlert />, label: "Failing" },
  failing: { tone: "danger", icon: <TriangleAlert />, label: "Failing" },
  unverified: { tone: "warning", icon: <CircleDashed />, label: "Not verified" },
  paused: { tone: "neutral", icon: <CirclePause />, label: "Paused" },
  disabled: { tone: "danger", icon: <CircleX />, label: "Disabled" },
};

export function SubscriptionStatusPill({ subscription }: { subscription: Subscription }) {
  const state = subscriptionState(subscription);
  const { label, ...look } = SUBSCRIPTION_STATES[state];
  const { attempts, failedAttempts } = subscription.health.recent;
  return (
    <StatusPill
      {...look}
      label={state === "unsteady" ? `${label} ${formatShare(failedAttempts, attempts)}` : label}
    />
  );
}
