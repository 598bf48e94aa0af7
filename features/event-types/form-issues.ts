import { type EventTypeFormValues, jsonIssues, toInput } from "@/features/event-types/form-values";
import { createEventTypeSchema } from "@/features/event-types/schema";
import type { Issue } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";

/** All that is wrong and can be told here; whether the schema is one, and the sample fits it, the server says. */
export function issuesOf(values: EventTypeFormValues): Issue[] {
  return [...jsonIssues(values), ...issuesIn(createEventTypeSchema.safeParse(toInput(values)).error)];
}
