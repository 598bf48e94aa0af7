const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const NBSP = "\u00a0";

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

/** "45 s", "43 min", "2 h 30 min", "3 d 4 h": rounded to what a reader plans with. */
export function formatSpan(seconds: number): string {
  const rounded = Math.round(seconds);
  if (rounded < 2 * MINUTE_SECONDS && rounded % MINUTE_SECONDS !== 0) return join(rounded, "s");
  const minutes = Math.round(rounded / MINUTE_SECONDS);
  if (minutes < MINUTE_SECONDS) return join(minutes, "min");
  if (minutes * MINUTE_SECONDS < DAY_SECONDS) {
    return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
  }
  const hours = Math.round(rounded / HOUR_SECONDS);
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? join(large, largeUnit) : `${join(large, largeUnit)} ${join(small, smallUnit)}`;
}

function join(amount: number, unit: string): string {
  return `${amount}${NBSP}${unit}`;
}
