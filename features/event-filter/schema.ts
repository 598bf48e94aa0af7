import * as z from "zod";
import { conditionsOf } from "@/features/event-filter/conditions";
import { FILTER_OPERATORS, type FilterOperator, MAX_CONDITIONS } from "@/features/event-filter/operators";
import { isFilterScalar, toDigits, toInstant } from "@/features/event-filter/values";

const MAX_VALUES = 100;
/** Each event of the type is held against all of them while it is published. */
const MAX_VALUES_IN_ALL = 300;
const MAX_PATH_LENGTH = 200;
const MAX_PATH_DEPTH = 8;
/** Each doubles the ways that Postgres looks: a number may be a place in a list or a name. */
const MAX_PATH_NUMBERS = 3;
const MAX_VALUE_LENGTH = 500;
const MAX_FILTER_LENGTH = 20_000;

export const filterConditionSchema = z
  .strictObject({
    path: z.string().meta({
      description:
        "Where in the event's data, by names with dots between them. In a list it means every element, unless a number names one: labels.0",
      example: "customer.plan",
    }),
    operator: z.enum(FILTER_OPERATORS).meta({
      description:
        "A not_ operator is the denial of the other, so a missing path satisfies it. Text counts by its case; a number, or a text that is one, is compared as a number; ISO 8601 times are compared as instants (without an offset: UTC). Of a list one element must match.",
      example: "equals",
    }),
    value: z.unknown().optional().meta({
      description:
        "Text, number, true, false or null. For in and not_in a list of them; for greater_than and less_than a number or a time; for exists and not_exists none.",
      example: "pro",
    }),
  })
  .meta({ id: "FilterCondition" });

/** As it is stored and answered; `filterSchema` is what may be written. */
export const storedFilterSchema = z
  .strictObject({
    all: z.array(filterConditionSchema).optional().meta({ description: "Every one of them must hold." }),
    any: z.array(filterConditionSchema).optional().meta({ description: "One of them must hold." }),
  })
  .meta({
    id: "PayloadFilter",
    description: "Conditions on an event's data: either `all` or `any`.",
    example: { all: [{ path: "customer.plan", operator: "equals", value: "pro" }] },
  });

export const filterSchema = storedFilterSchema.superRefine((filter, context) => {
  for (const { path, message } of filterIssues(filter)) context.addIssue({ code: "custom", path, message });
});

export type FilterCondition = z.output<typeof filterConditionSchema>;
export type PayloadFilter = z.output<typeof storedFilterSchema>;

interface FilterIssue {
  path: (string | number)[];
  message: string;
}

function filterIssues(filter: PayloadFilter): FilterIssue[] {
  const kind = filter.any ? "any" : "all";
  const conditions = conditionsOf(filter);
  const issue = (message: string, ...path: FilterIssue["path"]): FilterIssue[] => [{ path, message }];
  if (filter.all && filter.any) return issue("Give either `all` or `any`, not both.");
  if (conditions.length === 0)
    return issue("Give at least one condition in `all` or `any`, or null for no filter.");
  if (conditions.length > MAX_CONDITIONS) return issue(`At most ${MAX_CONDITIONS} conditions.`, kind);
  if (JSON.stringify(filter).length > MAX_FILTER_LENGTH)
    return issue(`The filter is too long: at most ${MAX_FILTER_LENGTH} characters in all.`);
  if (conditions.reduce((sum, { value }) => sum + countOf(value), 0) > MAX_VALUES_IN_ALL)
    return issue(`At most ${MAX_VALUES_IN_ALL} values in all conditions together.`, kind);
  return conditions.flatMap((condition, index) =>
    conditionIssues(condition).map(({ path, message }) => ({ path: [kind, index, ...path], message })),
  );
}

function countOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 1;
}

/** What is wrong with a condition, by `path` or `value`. */
function conditionIssues({ path, operator, value }: FilterCondition): FilterIssue[] {
  const aboutPath = pathProblem(path);
  return [
    ...(aboutPath ? [{ path: ["path"], message: aboutPath }] : []),
    ...valueIssues(operator, value).map((issue) => ({ ...issue, path: ["value", ...issue.path] })),
  ];
}

function pathProblem(path: string): string | null {
  const names = path.split(".");
  if (path === "") return "Name the place in the event's data, such as customer.plan.";
  if (names.includes("")) return "A name between two dots is missing.";
  if (path.length > MAX_PATH_LENGTH) return `At most ${MAX_PATH_LENGTH} characters.`;
  if (names.length > MAX_PATH_DEPTH) return `At most ${MAX_PATH_DEPTH} names.`;
  if (names.filter(isPlace).length > MAX_PATH_NUMBERS) return `At most ${MAX_PATH_NUMBERS} numbers.`;
  return isStorable(path) ? null : "Remove the NUL character.";
}

/** Whether a name of a path may also be a place in a list: no list is longer. */
export function isPlace(name: string): boolean {
  return /^(0|[1-9]\d{0,8})$/.test(name);
}

function valueIssues(operator: FilterOperator, value: unknown): FilterIssue[] {
  const issue = (message: string): FilterIssue[] => [{ path: [], message }];
  switch (operator) {
    case "exists":
    case "not_exists":
      return value === undefined ? [] : issue(`${operator} takes no value. Leave it out.`);
    case "in":
    case "not_in":
      if (!Array.isArray(value) || value.length === 0) return issue("Give a list of values.");
      if (value.length > MAX_VALUES) return issue(`At most ${MAX_VALUES} values.`);
      return value.flatMap((item, index) => {
        const problem = scalarProblem(item);
        return problem ? [{ path: [index], message: problem }] : [];
      });
    default: {
      const problem = scalarProblem(value) ?? kindProblem(operator, value);
      return problem ? issue(problem) : [];
    }
  }
}

function scalarProblem(value: unknown): string | null {
  if (!isFilterScalar(value)) return "Give a text, a number, true, false or null.";
  if (typeof value !== "string") return null;
  if (value.length > MAX_VALUE_LENGTH) return `At most ${MAX_VALUE_LENGTH} characters.`;
  return isStorable(value) ? null : "Remove the NUL character.";
}

function kindProblem(operator: FilterOperator, value: unknown): string | null {
  switch (operator) {
    case "starts_with":
    case "ends_with":
      return typeof value === "string" && value !== "" ? null : "Give a text of at least one character.";
    case "contains":
    case "not_contains":
      return value === "" || value === null ? "Give a text, a number, true or false." : null;
    case "greater_than":
    case "less_than":
      return (toDigits(value) ?? toInstant(value))
        ? null
        : "Give a number, or a time such as 2026-03-02T09:30:00Z.";
    default:
      return null;
  }
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}
