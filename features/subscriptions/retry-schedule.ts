import { formatSpan } from "@/lib/time";

/** "6 attempts over 43 min": the first attempt and a retry after each delay. */
export function describeSchedule(delaysSeconds: readonly number[]): string {
  const attempts = delaysSeconds.length + 1;
  if (delaysSeconds.length === 0) return "1 attempt, no retries";
  return `${attempts} attempts over ${formatSpan(delaysSeconds.reduce((sum, delay) => sum + delay, 0))}`;
}

export interface ScheduledAttempt {
  number: number;
  /** Time since the attempt before; zero for the first. */
  delaySeconds: number;
  /** Time since the first attempt, were every one to fail at once. */
  elapsedSeconds: number;
}

export function scheduledAttempts(delaysSeconds: readonly number[]): ScheduledAttempt[] {
  let elapsedSeconds = 0;
  return [0, ...delaysSeconds].map((delaySeconds, index) => {
    elapsedSeconds += delaySeconds;
    return { number: index + 1, delaySeconds, elapsedSeconds };
  });
}
