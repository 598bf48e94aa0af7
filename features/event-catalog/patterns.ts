import { EVENT_TYPES } from "./names";

const EVERY_EVENT = "*";
const WILDCARD_SUFFIX = ".*";

/** Everything a subscription may list that matches `type`: the type, `*`, and a wildcard for each dotted prefix. */
export function eventPatterns(type: string): string[] {
  const segments = type.split(".");
  const prefixes = segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("."));
  return [type, EVERY_EVENT, ...prefixes.map((prefix) => prefix + WILDCARD_SUFFIX)];
}

/** True when a subscription that lists `pattern` gets events of `type`; agrees with `eventPatterns`. */
export function matchesPattern(pattern: string, type: string): boolean {
  if (pattern === EVERY_EVENT || pattern === type) return true;
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
