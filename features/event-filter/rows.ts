import { conditionsOf } from "@/features/event-filter/conditions";
import type { FilterOperator } from "@/features/event-filter/operators";
import type { FilterCondition, PayloadFilter } from "@/features/event-filter/schema";
import { parseJson } from "@/lib/parse-json";

/** A condition as the form edits it: its value is text, and for several of them a list with commas. */
export interface ConditionRow {
  path: string;
  operator: FilterOperator;
  value: string;
  /** The condition in JSON that the row was filled from, which the text may not be able to say. */
  stored: string;
}

export interface FilterValues {
  filterMatch: "all" | "any";
  conditions: ConditionRow[];
}

export const NEW_CONDITION: ConditionRow = { path: "", operator: "equals", value: "", stored: "" };

export function toFilterValues(filter: PayloadFilter | null): FilterValues {
  return {
    filterMatch: filter?.any ? "any" : "all",
    conditions: filter ? conditionsOf(filter).map(toRow) : [],
  };
}

export function toFilter({ filterMatch, conditions }: FilterValues): PayloadFilter | null {
  return conditions.length > 0 ? { [filterMatch]: conditions.map(toCondition) } : null;
}

export function takesValue(operator: FilterOperator): boolean {
  return operator !== "exists" && operator !== "not_exists";
}

export function takesList(operator: FilterOperator): boolean {
  return operator === "in" || operator === "not_in";
}

function toRow(condition: FilterCondition): ConditionRow {
  const { path, operator, value } = condition;
  const text = Array.isArray(value) ? value.join(", ") : String(value ?? "");
  return { path, operator, value: text, stored: JSON.stringify(condition) };
}

function toCondition({ stored, ...row }: ConditionRow): FilterCondition {
  if (stored) {
    // What `toRow` wrote.
    const condition = parseJson(stored) as FilterCondition;
    const { stored: _, ...before } = toRow(condition);
    if (
      JSON.stringify(before) === JSON.stringify({ path: row.path, operator: row.operator, value: row.value })
    )
      return condition;
  }
  const { operator, value } = row;
  const path = row.path.trim();
  if (!takesValue(operator)) return { path, operator };
  return { path, operator, value: takesList(operator) ? toList(value) : value };
}

function toList(text: string): string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}
