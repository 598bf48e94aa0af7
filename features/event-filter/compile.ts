import { conditionsOf } from "@/features/event-filter/conditions";
import type { FilterOperator } from "@/features/event-filter/operators";
import { type FilterCondition, isPlace, type PayloadFilter } from "@/features/event-filter/schema";
import { NUMERIC_TEXT, PLAIN_TIME, toDigits, toInstant, ZONED_TIME } from "@/features/event-filter/values";

const POSITIVE = {
  not_equals: "equals",
  not_in: "in",
  not_contains: "contains",
  not_exists: "exists",
} as const satisfies Partial<Record<FilterOperator, FilterOperator>>;

type PositiveOperator = Exclude<FilterOperator, keyof typeof POSITIVE>;

/**
 * The filter as PostgreSQL evaluates it with `event_json(data) @@ path`. Names and values are quoted as JSON, whose escapes a jsonpath has, too.
 * Within `exists(… ? (…))` what can't be compared is no match, so a denial of it is exact.
 */
export function compileFilter(filter: PayloadFilter): string {
  return conditionsOf(filter)
    .map((condition) => `(${compileCondition(condition)})`)
    .join(filter.any ? " || " : " && ");
}

export function compileCondition({ path, operator, value }: FilterCondition): string {
  const [positive, isDenied] = isNegative(operator) ? [POSITIVE[operator], true] : [operator, false];
  const test = positive === "exists" ? null : compileTest(positive, value);
  const found = compilePath(path)
    // A list's elements, and those of a list within it; nothing deeper.
    .map((place) => `exists(${test ? `${place}[*] ? (@.type() != "array" && (${test}))` : place})`)
    .join(" || ");
  return isDenied ? `!(${found})` : found;
}

function isNegative(operator: FilterOperator): operator is keyof typeof POSITIVE {
  return operator in POSITIVE;
}

/** Lists on the way are looked through. A number is a place in a list or a name, so it gives two paths. */
function compilePath(path: string): string[] {
  return path.split(".").reduce<string[]>(
    (places, name) => {
      const named = places.map((place) => `${place}.${JSON.stringify(name)}`);
      return isPlace(name) ? [...named, ...places.map((place) => `${place}[${name}]`)] : named;
    },
    ["$"],
  );
}

function compileTest(operator: Exclude<PositiveOperator, "exists">, value: unknown): string {
  switch (operator) {
    case "equals":
      return equalsAny([value]);
    case "in":
      return equalsAny(Array.isArray(value) ? value : [value]);
    case "contains":
      return typeof value === "string"
        ? either(`@ like_regex ${JSON.stringify(value)} flag "q"`, equalsAny([value]))
        : equalsAny([value]);
    case "starts_with":
      return `@ starts with ${JSON.stringify(value)}`;
    case "ends_with":
      return `@ like_regex ${JSON.stringify(`${escapeRegex(String(value))}$`)}`;
    case "greater_than":
      return compares(">", [value]);
    case "less_than":
      return compares("<", [value]);
  }
}

function equalsAny(values: unknown[]): string {
  return either(...values.flatMap(sameText), compares("==", values));
}

/** `true` and the text of it are equal, as a number and its text are. */
function sameText(value: unknown): string[] {
  if (value === null) return ["@ == null"];
  if (typeof value === "boolean") return [`@ == ${value}`, `@ == "${value}"`];
  if (typeof value !== "string") return [];
  const isBoolean = value === "true" || value === "false";
  return [`@ == ${JSON.stringify(value)}`, ...(isBoolean ? [`@ == ${value}`] : [])];
}

/** As numbers, and as instants; empty when no value is either. Text is looked at first, since PostgreSQL reads more as a number than JSON. */
function compares(comparison: "==" | ">" | "<", values: unknown[]): string {
  const numbers = values.map(toDigits).filter((digits) => digits !== null);
  const instants = values.map(toInstant).filter((instant) => instant !== null);
  const each = (left: string, rights: string[]) => rights.map((right) => `${left} ${comparison} ${right}`);
  return either(
    ...each("@", numbers),
    whenText(NUMERIC_TEXT, each("@.number()", numbers)),
    whenText(
      ZONED_TIME,
      each(
        "@.timestamp_tz()",
        instants.map((instant) => `"${instant}Z".timestamp_tz()`),
      ),
    ),
    whenText(
      PLAIN_TIME,
      each(
        "@.timestamp()",
        instants.map((instant) => `"${instant}".timestamp()`),
      ),
    ),
  );
}

function whenText(pattern: string, tests: string[]): string {
  return tests.length > 0 ? `(@ like_regex ${JSON.stringify(pattern)} && (${either(...tests)}))` : "";
}

function either(...tests: string[]): string {
  return tests.filter(Boolean).join(" || ");
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}
