import { EVENT_TYPES } from "@/features/events/catalog/names";
import { matchesPattern } from "@/features/events/catalog/patterns";

/** The event types that are listed by name, then those of the catalog that a wildcard covers. */
export function coveredTypes(patterns: readonly string[]): string[] {
  const named = patterns.filter((pattern) => !pattern.endsWith("*"));
  const covered = EVENT_TYPES.filter((type) => patterns.some((pattern) => matchesPattern(pattern, type)));
  return [...new Set([...named, ...covered])];
}
