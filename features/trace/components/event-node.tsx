"use client";

import { Zap } from "lucide-react";
import Link from "next/link";
import { Countdown, Time } from "@/components/time";
import { DeliveryStatusPill } from "@/features/deliveries/delivery-status";
import { deliveryHref } from "@/features/deliveries/links";
import { isRetrying } from "@/features/deliveries/states";
import { HELD_REASON_TEXTS, missText } from "@/features/events/miss-reasons";
import { subscriptionHref } from "@/features/subscriptions/links";
import type { TracedDelivery, TracedEvent } from "@/features/trace/schema";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/format-number";
import { TRACE_LINK, TraceNode } from "./trace-node";

interface EventNodeProps {
  event: TracedEvent;
  currentId: string;
}

/** An event with where it went, and where it did not and why. */
export function EventNode({ event, currentId }: EventNodeProps) {
  const isCurrent = event.id === currentId || event.deliveries.some(({ id }) => id === currentId);
  return (
    <TraceNode icon={<Zap />} isCurrent={isCurrent}>
      <p className="font-mono text-xs leading-5 font-medium wrap-anywhere">{event.type}</p>
      <p className="text-xs text-muted-foreground">
        by {event.actor.name} · <Time value={event.createdAt} />
      </p>
      {event.deliveries.length > 0 && (
        <ul aria-label={`Deliveries of ${event.type}`} className="flex flex-col gap-1.5 pt-1">
          {event.deliveries.map((delivery) => (
            <DeliveryLine key={delivery.id} delivery={delivery} isCurrent={delivery.id === currentId} />
          ))}
        </ul>
      )}
      {event.missed.length > 0 && <Missed missed={event.missed} />}
      {event.deliveries.length + event.missed.length === 0 && (
        <p className="text-xs text-muted-foreground">Sent to nobody.</p>
      )}
    </TraceNode>
  );
}

function DeliveryLine({ delivery, isCurrent }: { delivery: TracedDelivery; isCurrent: boolean }) {
  const { status, heldReason, subscription, nextAttemptAt } = delivery;
  return (
    <li className="flex min-w-0 flex-col gap-0.5" aria-current={isCurrent || undefined}>
      <span className="flex min-w-0 items-center gap-2">
        <DeliveryStatusPill status={status} />
        {isCurrent ? (
          <span className="min-w-0 font-medium wrap-anywhere">{subscription.name}</span>
        ) : (
          <Link className={cn(TRACE_LINK, "min-w-0")} href={deliveryHref(delivery.id)} prefetch={false}>
            {subscription.name}
          </Link>
        )}
      </span>
      {/* On a line of its own it can grow without pushing what is below. */}
      <span className="text-xs text-muted-foreground">
        {heldReason ? HELD_REASON_TEXTS[heldReason] : attemptText(delivery)}
        {isRetrying(status) && nextAttemptAt && (
          <>
            , next in <Countdown to={nextAttemptAt} doneLabel="a moment" />
          </>
        )}
      </span>
    </li>
  );
}

function Missed({ missed }: Pick<TracedEvent, "missed">) {
  return (
    <details className="text-xs">
      <summary className="w-fit cursor-pointer rounded-sm text-muted-foreground">
        Not sent to {counted(missed.length, "subscription", "subscriptions")}
      </summary>
      <ul className="flex flex-col gap-1 pt-1.5">
        {missed.map(({ subscription, ...why }) => (
          <li key={subscription.id}>
            <Link className={TRACE_LINK} href={subscriptionHref(subscription.id)} prefetch={false}>
              {subscription.name}
            </Link>
            : {missText(why)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function attemptText({ attempts, attemptCount }: TracedDelivery): string {
  if (attemptCount === 0) return "no attempt yet";
  const last = attempts.at(-1);
  const outcome = last ? (last.statusCode ?? last.errorClass?.replaceAll("_", " ") ?? "no answer") : "";
  return `${counted(attemptCount, "attempt")}, last: ${outcome}`;
}
