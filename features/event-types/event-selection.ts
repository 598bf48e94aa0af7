import { isApartFromEvery, matchesPattern } from "@/features/event-catalog/patterns";
import type { TypeGroup } from "@/features/event-types/type-groups";

/** A subscription's list of types and wildcards, as something to tick and untick. */
export const EVERY_EVENT = "*";

export type CheckState = "on" | "off" | "mixed";

export interface ShownGroup extends TypeGroup {
  /** How many the group has without the search. */
  totalCount: number;
}

/** Those of the types that the patterns cover. */
export function selectedTypes(patterns: readonly string[], types: readonly string[]): string[] {
  return types.filter((type) => patterns.some((pattern) => matchesPattern(pattern, type)));
}

/** What is ticked or unticked: some of all types. */
interface Ticks {
  types: readonly string[];
  isSelected: boolean;
  allTypes: readonly string[];
}

/** Wildcards keep working for types to come, so they stay until one of the types they cover is unticked. */
export function setTypes(patterns: readonly string[], { types, isSelected, allTypes }: Ticks): string[] {
  if (isSelected) {
    const added = types.filter((type) => !patterns.some((pattern) => matchesPattern(pattern, type)));
    return [...patterns, ...added];
  }
  const broken = patterns.filter((pattern) => types.some((type) => matchesPattern(pattern, type)));
  const kept = patterns.filter((pattern) => !broken.includes(pattern));
  const remaining = selectedTypes(broken, allTypes).filter((type) => !types.includes(type));
  return [...new Set([...kept, ...remaining])];
}

export function checkState(patterns: readonly string[], types: readonly string[]): CheckState {
  const count = selectedTypes(patterns, types).length;
  if (count === 0) return "off";
  return count === types.length ? "on" : "mixed";
}

/** Wildcards in the list other than `*`, which the ticks alone would hide. */
export function wildcardsOf(patterns: readonly string[]): string[] {
  return patterns.filter((pattern) => pattern.endsWith(".*"));
}

/** Groups with the types whose name, description or group match every word. */
export function searchGroups(groups: readonly TypeGroup[], query: string): ShownGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map((group) => {
      const types = group.types.filter(({ type, description }) => {
        const text = `${type} ${description} ${group.label}`.toLowerCase();
        return words.every((word) => text.includes(word));
      });
      return { ...group, types, totalCount: group.types.length };
    })
    .filter((group) => group.types.length > 0);
}

/** "ticket.created, ticket.updated +3", "All events". */
export function summarizePatterns(patterns: readonly string[], shown = 1): string {
  if (patterns.includes(EVERY_EVENT)) return ["All events", ...patterns.filter(isApartFromEvery)].join(", ");
  const rest = patterns.length - shown;
  return patterns.slice(0, shown).join(", ") + (rest > 0 ? ` +${rest}` : "");
}
