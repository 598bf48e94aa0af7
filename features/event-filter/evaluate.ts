import { conditionsOf } from "@/features/event-filter/conditions";
import type { FilterOperator } from "@/features/event-filter/operators";
import { type FilterCondition, isPlace, type PayloadFilter } from "@/features/event-filter/schema";
import { toDigits, toInstant } from "@/features/event-filter/values";
import { ExactNumber } from "@/lib/exact-number";
import { isRecord, ownValue } from "@/lib/own-path";

/** The same rules as `compileFilter` gives PostgreSQL, for a payload that is in no table. `compile.test.ts` holds the two against each other. */
export function fits(payload: unknown, filter: PayloadFilter): boolean {
  return isMet(filter, (condition) => holds(payload, condition));
}

/** Whether a filter lets something through of which it is known which conditions hold. */
export function isMet(filter: PayloadFilter, isTrue: (condition: FilterCondition) => boolean): boolean {
  const conditions = conditionsOf(filter);
  return filter.any ? conditions.some(isTrue) : conditions.every(isTrue);
}

const DENIED: Partial<Record<FilterOperator, FilterOperator>> = {
  not_equals: "equals",
  not_in: "in",
  not_contains: "contains",
  not_exists: "exists",
};

export function holds(payload: unknown, { path, operator, value }: FilterCondition): boolean {
  const positive = DENIED[operator];
  if (positive) return !holds(payload, { path, operator: positive, value });
  const found = path.split(".").reduce(step, [payload]);
  if (operator === "exists") return found.length > 0;
  const test = testOf(operator, value);
  // A list's elements, and those of a list within it; nothing deeper.
  return found.some((one) => someLeaf(one, 2, test));
}

/** What stands under a name in any of these, or in the elements of a list among them. A number is also a place in a list. */
function step(holders: unknown[], name: string): unknown[] {
  const index = isPlace(name) ? Number(name) : null;
  const found: unknown[] = [];
  for (const holder of holders) {
    const elements = Array.isArray(holder) ? holder : [holder];
    for (const element of elements)
      if (isRecord(element) && Object.hasOwn(element, name)) found.push(ownValue(element, name));
    if (index !== null && index < elements.length) found.push(elements[index]);
  }
  return found;
}

function someLeaf(value: unknown, depth: number, test: Test): boolean {
  if (!Array.isArray(value)) return test(value);
  return depth > 0 && value.some((element) => someLeaf(element, depth - 1, test));
}

type Test = (data: unknown) => boolean;

function testOf(operator: FilterOperator, value: unknown): Test {
  switch (operator) {
    case "in":
      return equalsAny(Array.isArray(value) ? value : [value]);
    case "contains": {
      const isEqual = equalsAny([value]);
      return (data) => (isText(data) && isText(value) && storedText(data).includes(value)) || isEqual(data);
    }
    case "starts_with":
      return (data) => isText(data) && isText(value) && storedText(data).startsWith(value);
    case "ends_with":
      return (data) => isText(data) && isText(value) && storedText(data).endsWith(value);
    case "greater_than":
      return compares(value, (order) => order > 0);
    case "less_than":
      return compares(value, (order) => order < 0);
    default:
      return equalsAny([value]);
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** As PostgreSQL has it, which can't hold this character. */
function storedText(text: string): string {
  return text.replaceAll("\0", "\ufffd");
}

/** A list may be as long as a payload, so its elements are only taken for what one of the values can be taken for. */
function equalsAny(values: unknown[]): Test {
  const tests = FORMS.flatMap((formOf) => {
    const wanted = new Set(values.map(formOf));
    wanted.delete(null);
    return wanted.size === 0 ? [] : [(data: unknown) => wanted.has(formOf(data))];
  });
  return (data) => tests.some((isWanted) => isWanted(data));
}

/** All that a value can be taken for, or null; two are equal that have one of these in common. */
const FORMS: readonly ((value: unknown) => string | null)[] = [
  (value) => (isText(value) ? storedText(value) : null),
  toInstant,
  (value) => {
    const decimal = toDecimal(value);
    return decimal && `${decimal.sign} ${decimal.digits} ${decimal.point}`;
  },
  (value) => {
    if (value === null || typeof value === "boolean") return String(value);
    return value === "true" || value === "false" ? value : null;
  },
];

function compares(value: unknown, isWanted: (order: number) => boolean): Test {
  const [decimal, instant] = [toDecimal(value), toInstant(value)];
  return (data) => {
    // Of most of a long list, in the same order as their digits.
    if (typeof data === "number" && typeof value === "number") return isWanted(data - value);
    const number = decimal && toDecimal(data);
    if (decimal && number) return isWanted(compareDecimals(number, decimal));
    const moment = instant && toInstant(data);
    return Boolean(instant && moment) && isWanted(compareTexts(moment ?? "", instant ?? ""));
  };
}

/** 0.digits × 10^point, every digit of it, however large the exponent is. */
interface Decimal {
  sign: -1 | 0 | 1;
  /** Without zeros at either end. */
  digits: string;
  point: number;
}

function toDecimal(value: unknown): Decimal | null {
  const isNumber = typeof value === "number" || value instanceof ExactNumber;
  const written = isNumber || isText(value) ? toDigits(value) : null;
  const parts = written === null ? null : /^(-?)(\d+)(?:\.(\d+))?(?:e([-+]?\d+))?$/i.exec(written);
  if (!parts) return null;
  const [, sign, whole = "", fraction = "", exponent = "0"] = parts;
  const all = whole + fraction;
  let start = 0;
  while (all[start] === "0") start++;
  let end = all.length;
  while (end > start && all[end - 1] === "0") end--;
  if (start === end) return { sign: 0, digits: "", point: 0 };
  return {
    sign: sign ? -1 : 1,
    digits: all.slice(start, end),
    point: whole.length - start + Number(exponent),
  };
}

function compareDecimals(left: Decimal, right: Decimal): number {
  if (left.sign !== right.sign) return left.sign - right.sign;
  const size = left.point - right.point || compareTexts(left.digits, right.digits);
  return size * left.sign;
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
