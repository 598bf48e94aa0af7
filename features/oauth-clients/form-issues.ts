import { type ClientFormValues, redirectIssues, toInput } from "@/features/oauth-clients/form-values";
import { createOAuthClientSchema } from "@/features/oauth-clients/schema";
import type { Issue } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";

/** All that is wrong, by paths of the API's body. */
export function issuesOf(values: ClientFormValues): Issue[] {
  return [...issuesIn(createOAuthClientSchema.safeParse(toInput(values)).error), ...redirectIssues(values)];
}
