import { Countdown, Time } from "@/components/time";
import type { Subscription } from "@/features/subscriptions/schema";
import { cn } from "@/lib/cn";
import { formatCount } from "@/lib/format-number";
import { SUBSCRIPTION_STATES, type SubscriptionState, subscriptionState } from "./subscription-status";

const TONES: Record<SubscriptionState, string> = {
  active: "bg-success-soft",
  held: "bg-danger-soft",
  failing: "bg-warning-soft",
  unverified: "bg-warning-soft",
  paused: "bg-neutral-soft",
  disabled: "bg-danger-soft",
};

/** What is going on, in one sentence, and what to do about it. */
export function StatusSentence({ subscription }: { subscription: Subscription }) {
  const state = subscriptionState(subscription);
  return (
    <p className={cn("rounded-lg px-4 py-3 text-sm text-pretty", TONES[state])}>
      <Sentence state={state} subscription={subscription} />
    </p>
  );
}

function Sentence({ state, subscription }: { state: SubscriptionState; subscription: Subscription }) {
  const { health, statusReason, statusChangedAt } = subscription;
  const reason = statusReason ? `: ${statusReason.replace(/\.$/, "")}` : "";
  switch (state) {
    case "active":
      return health.lastSuccessAt ? (
        <>
          Active. The last delivery succeeded <Time value={health.lastSuccessAt} />.
        </>
      ) : (
        "Active. Nothing has been delivered yet; send a test event to check the target."
      );
    case "held":
      return (
        <>
          Its owner {subscription.createdBy.name} no longer has the right to all of its events: they lack{" "}
          {subscription.ownerMissingScopes.join(", ")}. What needs that is held, however long, until they have
          it or the subscription is handed over.
        </>
      );
    case "failing":
      return (
        <>
          Failing since <Time value={health.failingSince ?? subscription.updatedAt} />:{" "}
          {failedAttempts(health.consecutiveFailures)}.{" "}
          {health.pausedUntil ? (
            <>
              Deliveries and retries wait meanwhile; the target is tried again in{" "}
              <Countdown to={health.pausedUntil} doneLabel="a moment" />. Tests and resends are sent at once.
            </>
          ) : (
            "Retries keep their schedule."
          )}
        </>
      );
    case "unverified":
      return "Not verified: the target has not answered the handshake yet. Events that match are held until it does.";
    case "paused":
    case "disabled":
      return (
        <>
          {SUBSCRIPTION_STATES[state].label} <Time value={statusChangedAt ?? subscription.updatedAt} />
          {reason}. Events that match are held meanwhile, and delivered once it is resumed.
        </>
      );
  }
}

function failedAttempts(count: number): string {
  return count === 1 ? "one failed attempt" : `${formatCount(count)} failed attempts in a row`;
}
