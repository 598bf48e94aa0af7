export const MAX_CONDITIONS = 20;

export const FILTER_OPERATORS = [
  "equals",
  "not_equals",
  "in",
  "not_in",
  "contains",
  "not_contains",
  "starts_with",
  "ends_with",
  "greater_than",
  "less_than",
  "exists",
  "not_exists",
] as const;

export type FilterOperator = (typeof FILTER_OPERATORS)[number];
