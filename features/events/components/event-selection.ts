import { EVENT_GROUPS, EVENT_NAMES, EVENT_TYPES, type EventType } from "@/features/events/catalog/names";
import { matchesPattern } from "@/features/events/catalog/patterns";

/** A subscription's list of types and wildcards, as something to tick and untick. */
export const EVERY_EVENT = "*";

export type CheckState = "on" | "off" | "mixed";

export interface ShownGroup {
  id: string;
  label: string;
  types: EventType[];
  /** How many the group has without the search. */
  totalCount: number;
}

export function selectedTypes(patterns: readonly string[]): EventType[] {
  return EVENT_TYPES.filter((type) => patterns.some((pattern) => matchesPattern(pattern, type)));
}

/** Wildcards keep working for types to come, so they stay until one of the types they cover is unticked. */
export function setTypes(
  patterns: readonly string[],
  types: readonly EventType[],
  isSelected: boolean,
): string[] {
  if (isSelected) {
    const added = types.filter((type) => !patterns.some((pattern) => matchesPattern(pattern, type)));
    return [...patterns, ...added];
  }
  const broken = patterns.filter((pattern) => types.some((type) => matchesPattern(pattern, type)));
  const kept = patterns.filter((pattern) => !broken.includes(pattern));
  const remaining = selectedTypes(broken).filter((type) => !types.includes(type));
  return [...new Set([...kept, ...remaining])];
}

export function checkState(patterns: readonly string[], types: readonly EventType[]): CheckState {
  const selected = selectedTypes(patterns);
  const count = types.filter((type) => selected.includes(type)).length;
  if (count === 0) return "off";
  return count === types.length ? "on" : "mixed";
}

/** Wildcards in the list other than `*`, which the ticks alone would hide. */
export function wildcardsOf(patterns: readonly string[]): string[] {
  return patterns.filter((pattern) => pattern.endsWith(".*"));
}

/** Groups with the types whose name, description or group match every word. */
export function searchGroups(query: string): ShownGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return EVENT_GROUPS.map((group) => {
    const own = EVENT_TYPES.filter((type) => EVENT_NAMES[type].group === group.id);
    const types = own.filter((type) => {
      const text = `${type} ${EVENT_NAMES[type].description} ${group.label}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    return { id: group.id, label: group.label, types, totalCount: own.length };
  }).filter((group) => group.types.length > 0);
}

/** "ticket.created, ticket.updated +3", "All events". */
export function summarizePatterns(patterns: readonly string[], shown = 1): string {
  if (patterns.includes(EVERY_EVENT)) return "All events";
  const rest = patterns.length - shown;
  return patterns.slice(0, shown).join(", ") + (rest > 0 ? ` +${rest}` : "");
}
