import { describeSchedule, scheduledAttempts } from "@/features/subscriptions/retry-schedule";
import { formatSpan } from "@/lib/time";

/** "6 attempts over 43 min", and when each of them comes. */
export function RetryTimeline({ delaysSeconds }: { delaysSeconds: readonly number[] }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm font-medium">{describeSchedule(delaysSeconds)}</p>
      <ol className="flex flex-wrap gap-x-1 gap-y-2 text-xs">
        {scheduledAttempts(delaysSeconds).map((attempt) => (
          <li key={attempt.number} className="flex items-center gap-1">
            {attempt.number > 1 && <span aria-hidden className="h-px w-3 bg-input" />}
            <span className="rounded-sm border border-border bg-card px-1.5 py-0.5 whitespace-nowrap tabular-nums">
              <span className="sr-only">Attempt {attempt.number}: </span>
              {attempt.number === 1 ? "at once" : `+${formatSpan(attempt.delaySeconds)}`}
            </span>
          </li>
        ))}
      </ol>
      <p className="text-sm text-muted-foreground">
        Each wait starts when the attempt before has failed, and may be up to 10% longer.
      </p>
    </div>
  );
}
