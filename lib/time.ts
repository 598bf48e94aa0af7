import { formatCount } from "./format-number";

/** Long before anything. */
export const NEVER = new Date(0);

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const LOCALE = "en-GB";
const NBSP = "\u00a0";
/** Past this age a date says more than "75 d ago". */
const RELATIVE_LIMIT_DAYS = 60;

type Instant = string | number | Date;

/** "just now", "12 s ago", "in 9 d"; a plain date once it is more than 60 days away. */
export function formatRelative(instant: Instant, now: number, timeZone = "UTC"): string {
  const deltaMs = new Date(instant).getTime() - now;
  if (Number.isNaN(deltaMs)) return "unknown time";
  const distanceMs = Math.abs(deltaMs);
  if (distanceMs < 5 * SECOND_MS) return "just now";
  if (distanceMs > RELATIVE_LIMIT_DAYS * DAY_MS) return formatDate(instant, timeZone);
  const amount = roundToUnit(distanceMs);
  return deltaMs < 0 ? `${amount} ago` : `in ${amount}`;
}

/** "22 Nov 2025, 14:02:07 CET", for titles and details. */
export function formatAbsolute(instant: Instant, timeZone = "UTC"): string {
  return format(instant, {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
}

/** "22 Nov, 14:02 CET", where the year is obvious. */
export function formatShort(instant: Instant, timeZone = "UTC"): string {
  return format(instant, {
    timeZone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
}

/** "14:02" and "22 Nov", for axes: what they belong to names the zone. */
export function formatTick(instant: Instant, timeZone: string, kind: "time" | "day"): string {
  const parts = {
    time: { hour: "2-digit", minute: "2-digit" },
    day: { day: "numeric", month: "short" },
  } as const;
  return format(instant, { timeZone, ...parts[kind] });
}

/** "22 Nov 2025". */
export function formatDate(instant: Instant, timeZone = "UTC"): string {
  return format(instant, { timeZone, day: "numeric", month: "short", year: "numeric" });
}

/** "84 ms", "1.2 s", "4 min 12 s", "23 h 12 min", "3 d 4 h": the two largest units. */
export function formatDuration(durationMs: number): string {
  if (!Number.isFinite(durationMs)) return "unknown";
  const ms = Math.max(0, durationMs);
  if (Math.round(ms) < SECOND_MS) return join(Math.round(ms), "ms");
  if (Math.round(ms / 100) < 100)
    return join((Math.round(ms / 100) / 10).toFixed(1).replace(/\.0$/, ""), "s");
  return formatSeconds(Math.round(ms / SECOND_MS));
}

/** "45 s", "9 min", "3 h": rounded down, as ages are told. */
export function formatAge(seconds: number): string {
  if (seconds < 2 * MINUTE_SECONDS) return `${seconds} s`;
  if (seconds < 2 * HOUR_SECONDS) return `${Math.floor(seconds / MINUTE_SECONDS)} min`;
  return `${formatCount(Math.floor(seconds / HOUR_SECONDS))} h`;
}

/** "45 s", "43 min", "2 h 30 min", "3 d 4 h": rounded to what a reader plans with. */
export function formatSpan(seconds: number): string {
  const rounded = Math.round(seconds);
  if (rounded < 2 * MINUTE_SECONDS && rounded % MINUTE_SECONDS !== 0) return join(rounded, "s");
  const minutes = Math.round(rounded / MINUTE_SECONDS);
  if (minutes * MINUTE_SECONDS < DAY_SECONDS) return formatSeconds(minutes * MINUTE_SECONDS);
  return formatSeconds(Math.round(rounded / HOUR_SECONDS) * HOUR_SECONDS);
}

/** Time left in whole seconds, rounded up so that it reaches "0 s" only when it is over. */
export function formatCountdown(remainingMs: number): string {
  return formatSeconds(Math.max(0, Math.ceil(remainingMs / SECOND_MS)));
}

/** For people to choose from. */
export function knownTimeZones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone")];
}

export function isTimeZone(value: string | undefined): value is string {
  if (!value) return false;
  try {
    new Intl.DateTimeFormat(LOCALE, { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

function formatSeconds(totalSeconds: number): string {
  const days = Math.floor(totalSeconds / 86_400);
  const hours = Math.floor(totalSeconds / 3_600) % 24;
  const minutes = Math.floor(totalSeconds / 60) % 60;
  const seconds = totalSeconds % 60;
  if (days > 0) return pair(days, "d", hours, "h");
  if (hours > 0) return pair(hours, "h", minutes, "min");
  if (minutes > 0) return pair(minutes, "min", seconds, "s");
  return join(seconds, "s");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? join(large, largeUnit) : `${join(large, largeUnit)} ${join(small, smallUnit)}`;
}

function roundToUnit(distanceMs: number): string {
  if (distanceMs < MINUTE_MS) return join(Math.floor(distanceMs / SECOND_MS), "s");
  if (distanceMs < HOUR_MS) return join(Math.floor(distanceMs / MINUTE_MS), "min");
  if (distanceMs < 2 * DAY_MS) return join(Math.floor(distanceMs / HOUR_MS), "h");
  return join(Math.floor(distanceMs / DAY_MS), "d");
}

function join(amount: number | string, unit: string): string {
  return `${amount}${NBSP}${unit}`;
}

function format(instant: Instant, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return "unknown time";
  return new Intl.DateTimeFormat(LOCALE, { hourCycle: "h23", ...options }).format(date);
}
