import { conditionsOf } from "./conditions";
import type { FilterOperator } from "./operators";
import type { FilterCondition, PayloadFilter } from "./schema";

export const OPERATOR_LABELS: Record<FilterOperator, string> = {
  equals: "is",
  not_equals: "is not",
  in: "is one of",
  not_in: "is none of",
  contains: "contains",
  not_contains: "doesn't contain",
  starts_with: "starts with",
  ends_with: "ends with",
  greater_than: "is greater than",
  less_than: "is less than",
  exists: "is there",
  not_exists: "is missing",
};

/** `customer.plan is “pro”`. */
export function describeCondition({ path, operator, value }: FilterCondition): string {
  return [path, OPERATOR_LABELS[operator], describeValue(value)].filter(Boolean).join(" ");
}

/** `customer.plan is “pro” and amount is greater than 100`. */
export function describeFilter(filter: PayloadFilter): string {
  return conditionsOf(filter)
    .map(describeCondition)
    .join(filter.any ? " or " : " and ");
}

function describeValue(value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map(describeValue).join(", ");
  return typeof value === "string" ? `“${value}”` : String(value);
}
