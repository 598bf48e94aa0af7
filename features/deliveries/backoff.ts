export const RETRY_PRESETS = ["standard", "short", "extended"] as const;
export type RetryPreset = (typeof RETRY_PRESETS)[number];

/** Delays before the retries, in seconds. */
export const RETRY_POLICIES = {
  standard: [5, 30, 120, 600, 1800],
  short: [5, 30, 120],
  extended: [5, 30, 120, 600, 1800, 7200, 18_000, 36_000],
} as const satisfies Record<RetryPreset, readonly number[]>;

export const RETRY_DELAY_MAX_SECONDS = 86_400;

/** The promise is 0–10 %; the rest is left for what passes between the planned time and the request. */
const JITTER_MAX = 0.08;
const RETRY_AFTER_STATUSES = [429, 503];
const RETRY_AFTER_MAX_STEPS = 2;

/** The three date formats that HTTP allows; Date.parse alone would also take `1.5` for a day in 2001. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [\w -]+ ?\d\d:\d\d:\d\d(?: GMT| \d{4})$/;

export interface FailedAttempt {
  delaysSeconds: readonly number[];
  /** The number of the attempt that just failed; the first is 1. */
  attempt: number;
  retryAfterMs?: number | null;
  statusCode?: number | null;
  /** At least 0 and less than 1, as Math.random. */
  random: () => number;
  /** Shortens every delay, in tests. */
  timeScale: number;
}

/** The delays of a policy as it is chosen through the API. */
export function delaysOf(policy: RetryPreset | { delaysSeconds: readonly number[] }): number[] {
  return [...(typeof policy === "string" ? RETRY_POLICIES[policy] : policy.delaysSeconds)];
}

/** How long to wait until the next attempt; null after the last. Never sooner than the step, nor than Retry-After within its limits. */
export function nextDelayMs(failed: FailedAttempt): number | null {
  const seconds = failed.delaysSeconds[failed.attempt - 1];
  if (seconds === undefined) return null;
  const stepMs = seconds * 1000;
  const longestMs = stepMs * RETRY_AFTER_MAX_STEPS;
  const askedMs = Math.min(requestedDelayMs(failed), longestMs);
  const jittered = Math.max(stepMs, askedMs) * (1 + failed.random() * JITTER_MAX);
  return Math.ceil(Math.min(jittered, longestMs) * failed.timeScale);
}

/** Reads a Retry-After header, seconds or an HTTP date, as milliseconds from `nowMs`; null when it is absent or unreadable. */
export function parseRetryAfter(header: string | null | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text))
    return Math.min(Number(text), RETRY_DELAY_MAX_SECONDS * RETRY_AFTER_MAX_STEPS) * 1000;
  if (!HTTP_DATE.test(text)) return null;
  const at = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

function requestedDelayMs({ retryAfterMs, statusCode }: FailedAttempt): number {
  const isHonoured = statusCode != null && RETRY_AFTER_STATUSES.includes(statusCode);
  return isHonoured ? (retryAfterMs ?? 0) : 0;
}
