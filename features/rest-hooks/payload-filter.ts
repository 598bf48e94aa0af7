import type { PayloadFilter } from "@/features/event-filter/schema";

interface Filter {
  field: string;
  values: unknown[];
}

/** That API's filters as ours; null for none. */
export function toFilter(
  configuration: { filters?: Filter[] | undefined } | null | undefined,
): PayloadFilter | null {
  const filters = configuration?.filters ?? [];
  if (filters.length === 0) return null;
  return { all: filters.map(({ field, values }) => ({ path: field, operator: "in", value: values })) };
}

/** What of a filter that API has words for; another may have been given on the screen. */
export function toFilters(filter: PayloadFilter | null): Filter[] {
  return (filter?.all ?? []).flatMap(({ path, operator, value }): Filter[] => {
    if (operator === "equals") return [{ field: path, values: [value] }];
    return operator === "in" && Array.isArray(value) ? [{ field: path, values: value }] : [];
  });
}
