import { EVENT_TYPES } from "./names";

const EVERY_EVENT = "*";
const WILDCARD_SUFFIX = ".*";

/** Tells more than whoever asked for everything may have meant: it is sent to those that name it, or `audit.*`. */
const APART_FROM_EVERY: ReadonlySet<string> = new Set(["audit.recorded"]);

/** True for what has to be listed besides `*`. */
export function isApartFromEvery(pattern: string): boolean {
  return pattern !== EVERY_EVENT && [...APART_FROM_EVERY].some((type) => matchesPattern(pattern, type));
}

/** Everything a subscription may list that matches `type`: the type, `*` for most, and a wildcard for each dotted prefix. */
export function eventPatterns(type: string): string[] {
  const segments = type.split(".");
  const prefixes = segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("."));
  const every = APART_FROM_EVERY.has(type) ? [] : [EVERY_EVENT];
  return [type, ...every, ...prefixes.map((prefix) => prefix + WILDCARD_SUFFIX)];
}

/** True when a subscription that lists `pattern` gets events of `type`; agrees with `eventPatterns`. */
export function matchesPattern(pattern: string, type: string): boolean {
  if (pattern === type) return true;
  if (pattern === EVERY_EVENT) return !APART_FROM_EVERY.has(type);
  const prefix = wildcardPrefix(pattern);
  return prefix !== undefined && type.startsWith(prefix);
}

/** `order.` for `order.*`; undefined for what is no wildcard of a prefix. */
export function wildcardPrefix(pattern: string): string | undefined {
  return pattern.endsWith(WILDCARD_SUFFIX) ? pattern.slice(0, -1) : undefined;
}

/** True for a type of the catalog, `*`, or a wildcard that matches at least one type of the catalog. */
export function isEventPattern(value: string): boolean {
  return EVENT_TYPES.some((type) => matchesPattern(value, type));
}
