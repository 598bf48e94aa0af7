import type { JsonSchema } from "@/lib/openapi/json-schema";

/** Bounds of a 32-bit integer say nothing that a reader would act on. */
const NOTEWORTHY_MAX = 2 ** 31 - 1;
/** Every text refuses NUL. */
const NO_NUL = "^[^\\0]*$";

/** What a schema demands beyond its type, in words; those of a list's items follow with "each". */
export function constraintsOf(schema: JsonSchema, items?: JsonSchema): string[] {
  const own = [
    range(schema.minItems, schema.maxItems, "item"),
    range(schema.minLength, schema.maxLength, "character"),
    range(smallest(schema), largest(schema)),
    schema.pattern && schema.pattern !== NO_NUL ? `matches ${schema.pattern}` : "",
    schema.default === undefined ? "" : `default: ${text(schema.default)}`,
  ];
  const each = items ? constraintsOf(items).map((constraint) => `each ${constraint}`) : [];
  return [...own.filter(Boolean), ...each];
}

function smallest({ minimum, exclusiveMinimum, type }: JsonSchema): number | undefined {
  return minimum ?? (type === "integer" && exclusiveMinimum !== undefined ? exclusiveMinimum + 1 : undefined);
}

function largest({ maximum }: JsonSchema): number | undefined {
  return maximum !== undefined && maximum < NOTEWORTHY_MAX ? maximum : undefined;
}

function range(min = 0, max?: number, unit?: string): string {
  if (max === undefined) return min > 0 ? `at least ${count(min, unit)}` : "";
  if (min === max) return `exactly ${count(max, unit)}`;
  return min > 0 ? `${format(min)}–${count(max, unit)}` : `at most ${count(max, unit)}`;
}

function count(amount: number, unit?: string): string {
  if (!unit) return format(amount);
  return `${format(amount)} ${unit}${amount === 1 ? "" : "s"}`;
}

function format(count: number): string {
  return count.toLocaleString("en-US");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
