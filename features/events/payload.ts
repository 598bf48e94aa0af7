import { payloadSchema } from "@/features/events/catalog/catalog";
import type { PublishEvent } from "@/features/events/schema";
import { InvalidError, type Issue } from "@/lib/errors";
import { plainNumbers } from "@/lib/exact-number";

/** What of an event's data does not fit its type's schema; `prefix` leads to the event within the body. */
export function payloadIssues(
  { type, data }: Pick<PublishEvent, "type" | "data">,
  prefix: PropertyKey[] = [],
): Issue[] {
  const result = payloadSchema(type).safeParse(plainNumbers(data));
  if (result.success) return [];
  return result.error.issues.map((issue) => ({
    path: [...prefix, "data", ...issue.path].join("."),
    message: issue.message,
  }));
}

/** Throws InvalidError for issues of `payloadIssues`. */
export function assertPayloadsFit(issues: Issue[]): void {
  const [first] = issues;
  if (!first) return;
  throw new InvalidError(
    `The data does not fit the event type's schema. ${first.path}: ${first.message}`,
    issues,
  );
}
