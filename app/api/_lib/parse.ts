import type * as z from "zod";
import { InvalidError, type Issue, MalformedError } from "@/lib/errors";
import { plainNumbers } from "@/lib/exact-number";
import "@/lib/issue-sentences";
import { keepExact } from "@/lib/keep-exact";

/** Parses one part of a request; throws 400 for a missing body and 422 with a path for each thing wrong. */
export function parseInput<S extends z.ZodType>(schema: S | undefined, value: unknown): z.output<S> {
  // Without a schema S is ZodUndefined, whose only value is undefined.
  if (!schema) return undefined as z.output<S>;
  if (value === undefined && !schema.safeParse(undefined).success) {
    throw new MalformedError("This call needs a JSON body. See the API reference.");
  }
  const plain = plainNumbers(value);
  const result = schema.safeParse(plain);
  if (result.success && plain === value) return result.data;
  // The same shape as the schema's output: numbers that any JSON may be are all that differs.
  if (result.success) return keepExact(schema, result.data, value) as z.output<S>;
  const issues = result.error.issues.flatMap((issue) => toIssues(issue));
  throw new InvalidError(summaryOf(issues), issues);
}

/** Of a union's branches the one that came closest speaks; "invalid input" alone would help nobody. */
function toIssues(issue: z.core.$ZodIssue, prefix: PropertyKey[] = []): Issue[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const closest = issue.errors.toSorted((a, b) => distance(a) - distance(b))[0] ?? [];
    return closest.flatMap((inner) => toIssues(inner, path));
  }
  const keys = issue.code === "unrecognized_keys" ? issue.keys : [];
  if (keys.length > 0)
    return keys.map((key) => ({ path: [...path, key].join("."), message: "Unknown field. Leave it out." }));
  return [{ path: path.join("."), message: issue.message }];
}

/** A wrong shape at the top is further off than a wrong value deep inside. */
function distance(issues: z.core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => sum + 1 / (1 + issue.path.length), 0);
}

function summaryOf(issues: Issue[]): string {
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return first ? `${first.path ? `${first.path}: ` : ""}${first.message}${more}` : "The request was refused.";
}

/** Repeated parameters become arrays; schemas that want one value then refuse them. */
export function queryObject(search: URLSearchParams): Record<string, string | string[]> {
  const entries = [...new Set(search.keys())].map((key): [string, string | string[]] => {
    const values = search.getAll(key);
    return [key, values.length === 1 ? (values[0] ?? "") : values];
  });
  return Object.fromEntries(entries);
}
