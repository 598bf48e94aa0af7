import { EVENT_GROUPS, EVENT_NAMES, EVENT_TYPES } from "@/features/event-catalog/names";
import type { EventTypeView } from "@/features/event-types/schema";

export type NamedType = Pick<EventTypeView, "type" | "group" | "description" | "isDeprecated">;

/** Event types under one heading, as lists and menus show them. */
export interface TypeGroup {
  id: string;
  label: string;
  types: NamedType[];
}

const BUILT_IN: readonly TypeGroup[] = EVENT_GROUPS.map(({ id, label }) => ({
  id,
  label,
  types: EVENT_TYPES.filter((type) => EVENT_NAMES[type].group === id).map((type) => ({
    type,
    ...EVENT_NAMES[type],
    isDeprecated: false,
  })),
}));

/** The built-in groups, then the headings of the organization's own types. */
export function typeGroups(custom: readonly NamedType[] = []): TypeGroup[] {
  const own = [...Map.groupBy(custom, ({ group }) => group)].map(([label, types]) => ({
    // No id of ours has a space.
    id: `custom ${label}`,
    label,
    types,
  }));
  return [...BUILT_IN, ...own];
}

export function typesOf(groups: readonly TypeGroup[]): string[] {
  return groups.flatMap(({ types }) => types.map(({ type }) => type));
}

/** For a list's filter. */
export function typeOptions(groups: readonly TypeGroup[]): { value: string; label: string; group: string }[] {
  return groups.flatMap(({ label: group, types }) =>
    types.map(({ type }) => ({ value: type, label: type, group })),
  );
}
