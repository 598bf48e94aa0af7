import { Countdown, Time } from "@/components/time";
import { isDisabled, isPaused } from "@/features/subscription-states/states";
import type { Subscription } from "@/features/subscriptions/schema";
import { savedText } from "@/features/subscriptions/verdict";
import { cn } from "@/lib/cn";
import { formatCount } from "@/lib/format-number";
import { FailedLately } from "./failed-lately";
import { type SubscriptionState, subscriptionState } from "./subscription-status";

const TONES: Record<SubscriptionState, string> = {
  active: "bg-success-soft",
  untried: "bg-neutral-soft",
  held: "bg-danger-soft",
  unsteady: "bg-warning-soft",
  failing: "bg-danger-soft",
  unverified: "bg-warning-soft",
  paused: "bg-neutral-soft",
  disabled: "bg-danger-soft",
};

/** What is going on with one that is not stopped, and what to do about it. */
export function StatusSentence({ subscription }: { subscription: Subscription }) {
  const { status } = subscription;
  // A banner on every tab says that, and offers the way on.
  if (isPaused(status) || isDisabled(status)) return null;
  const state = subscriptionState(subscription);
  return (
    <p className={cn("rounded-lg px-4 py-3 text-sm text-pretty", TONES[state])}>
      <Sentence state={state} subscription={subscription} />
    </p>
  );
}

function Sentence({ state, subscription }: { state: SubscriptionState; subscription: Subscription }) {
  const { health } = subscription;
  switch (state) {
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
          {failedInARow(health.consecutiveFailures)}. <Rest pausedUntil={health.pausedUntil} />
        </>
      );
    case "unsteady":
      return (
        <>
          <FailedLately health={health} />. {savedText(health.recent)} <LastSuccess health={health} />
        </>
      );
    case "unverified":
      return "Not verified: the target has not answered the handshake yet. Events that match are held until it does.";
    case "untried":
      return "Active. Nothing has been sent yet; send a test event to check the target.";
    default:
      return (
        <>
          Active. <LastSuccess health={health} />{" "}
          {health.recent.failedAttempts > 0 && (
            <>
              <FailedLately health={health} />. {savedText(health.recent)}
            </>
          )}
        </>
      );
  }
}

function Rest({ pausedUntil }: { pausedUntil: string | null }) {
  if (pausedUntil === null) return "Retries keep their schedule.";
  return (
    <>
      Deliveries and retries wait meanwhile; the target is tried again in{" "}
      <Countdown to={pausedUntil} doneLabel="a moment" />. Tests and resends are sent at once.
    </>
  );
}

function LastSuccess({ health }: { health: Subscription["health"] }) {
  return (
    health.lastSuccessAt && (
      <>
        The last success was <Time value={health.lastSuccessAt} />.
      </>
    )
  );
}

function failedInARow(count: number): string {
  return count === 1 ? "one failed attempt" : `${formatCount(count)} failed attempts in a row`;
}
