"use client";

import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { Countdown, Time } from "@/components/time";
import type { Attempt, DeliveryDetail } from "@/features/deliveries/schema";
import { isHeld, isSending } from "@/features/deliveries/states";
import { cn } from "@/lib/cn";
import { formatDuration } from "@/lib/time";
import { earlierLabel, nextAttempt, outcomeLabel, triggerLabel } from "./outcome";
import { PlannedActions } from "./planned-actions";

interface AttemptListProps {
  delivery: DeliveryDetail;
  selected: number | null;
  onSelect(number: number): void;
}

/** What is still planned, in grey, above what happened, newest first. */
export function AttemptList({ delivery, selected, onSelect }: AttemptListProps) {
  const [next, ...later] = delivery.plannedAttempts;
  const earlier = earlierLabel(delivery);
  if (!next && delivery.attempts.length === 0) {
    return <p className="text-sm text-muted-foreground">No attempt was made.</p>;
  }
  return (
    <ol reversed className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-card">
      {later.length > 0 && (
        <PlannedItem number={later.at(-1)?.number ?? 0}>
          <span>{laterLabel(later.map((planned) => planned.number))}</span>
        </PlannedItem>
      )}
      {next && (
        <PlannedItem number={next.number}>
          <span>
            Attempt {next.number} · <NextTime delivery={delivery} />
          </span>
          <PlannedActions delivery={delivery} />
        </PlannedItem>
      )}
      {delivery.attempts.map((attempt) => (
        <li key={attempt.number} value={attempt.number}>
          <AttemptButton
            attempt={attempt}
            isSelected={attempt.number === selected}
            onSelect={() => onSelect(attempt.number)}
          />
        </li>
      ))}
      {earlier && (
        <li value={1} className="bg-muted px-3 py-2 text-sm text-muted-foreground">
          {earlier}
        </li>
      )}
    </ol>
  );
}

function PlannedItem({ number, children }: { number: number; children: ReactNode }) {
  return (
    <li
      value={number}
      className="flex min-h-10 flex-wrap items-center gap-x-2.5 gap-y-1 bg-muted px-3 py-1.5 text-sm text-muted-foreground"
    >
      <CircleDashed aria-hidden className="size-4 shrink-0" />
      {children}
    </li>
  );
}

function NextTime({ delivery }: { delivery: DeliveryDetail }) {
  if (isSending(delivery.status)) return "under way";
  if (isHeld(delivery.status)) return "held";
  const next = nextAttempt(delivery);
  if (next === null) return "waiting for its turn";
  return (
    <>
      {next.waitsForTarget ? "waits for the target, tried again in " : "due in "}
      <Countdown to={next.at} doneLabel="a moment" />
    </>
  );
}

interface AttemptButtonProps {
  attempt: Attempt;
  isSelected: boolean;
  onSelect(): void;
}

function AttemptButton({ attempt, isSelected, onSelect }: AttemptButtonProps) {
  const Icon = attempt.success ? CircleCheck : CircleX;
  return (
    <button
      type="button"
      aria-current={isSelected ? "true" : undefined}
      onClick={onSelect}
      className={cn(
        "flex min-h-10 w-full flex-wrap items-center gap-x-2.5 gap-y-0.5 px-3 py-1.5 text-left text-sm hover:bg-muted focus-visible:-outline-offset-2",
        isSelected && "bg-selected shadow-[inset_2px_0_0_var(--color-primary)] hover:bg-selected",
      )}
    >
      <Icon aria-hidden className={cn("size-4 shrink-0", attempt.success ? "text-success" : "text-danger")} />
      <span className="font-medium">
        <span className="sr-only">Attempt </span>
        {attempt.number}
      </span>
      <span className="min-w-0 wrap-anywhere">
        <span className="sr-only">{attempt.success ? "succeeded: " : "failed: "}</span>
        {outcomeLabel(attempt)}
      </span>
      <span className="ml-auto flex flex-wrap gap-x-2 text-xs text-muted-foreground tabular-nums">
        <span>{formatDuration(attempt.durationMs)}</span>
        <span>{triggerLabel(attempt)}</span>
        <Time value={attempt.startedAt} />
      </span>
    </button>
  );
}

function laterLabel(numbers: number[]): string {
  const [first] = numbers;
  const last = numbers.at(-1);
  const which = first === last ? `Attempt ${last} follows` : `Attempts ${first} to ${last} follow`;
  return `${which} if that one fails`;
}
