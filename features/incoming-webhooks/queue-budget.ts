/** Nobody is promised more than this many minutes of the limit, … */
const MINUTES = 10;
/** … nor more than this many requests, unless one minute of the limit is more. */
const MOST = 10_000;

/** How many requests over its limit a webhook keeps waiting. */
export function queueBudget({ ratePerMinute }: { ratePerMinute: number }): number {
  return Math.max(ratePerMinute, Math.min(MINUTES * ratePerMinute, MOST));
}
