import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/time";

export const RANGE_PRESETS = {
  "15m": { label: "Last 15 minutes", durationMs: 15 * MINUTE_MS },
  "1h": { label: "Last hour", durationMs: HOUR_MS },
  "24h": { label: "Last 24 hours", durationMs: DAY_MS },
  "7d": { label: "Last 7 days", durationMs: 7 * DAY_MS },
  "30d": { label: "Last 30 days", durationMs: 30 * DAY_MS },
} as const;

export type RangePreset = keyof typeof RANGE_PRESETS;

/** Custom bounds are ISO times; `from` is inclusive, `to` exclusive. */
export type RangeValue = { preset: RangePreset } | { from: string; to: string };

/** The bounds to query with; a preset has no end, so that new rows keep arriving. */
export function rangeBounds(value: RangeValue, now: number): { from: string; to: string | undefined } {
  if (!("preset" in value)) return value;
  return { from: new Date(now - RANGE_PRESETS[value.preset].durationMs).toISOString(), to: undefined };
}

/** Reads `?range=24h` or `?from=…&to=…`; anything else is the fallback. */
export function parseRange(
  query: { range?: string | null; from?: string | null; to?: string | null },
  fallback: RangePreset = "24h",
): RangeValue {
  const { range, from, to } = query;
  if (from && to && isInstant(from) && isInstant(to)) return { from, to };
  return { preset: isPreset(range) ? range : fallback };
}

/** A `datetime-local` value in the browser's zone. */
export function toLocalInput(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  return new Date(date.getTime() - date.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}

/** The moment a `datetime-local` value names in the browser's zone; null when incomplete. */
export function fromLocalInput(local: string): string | null {
  const date = new Date(local);
  return local === "" || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function isPreset(value: string | null | undefined): value is RangePreset {
  return value !== null && value !== undefined && Object.hasOwn(RANGE_PRESETS, value);
}

function isInstant(value: string): boolean {
  return !Number.isNaN(new Date(value).getTime());
}
