import { type IncomingFormValues, partsOf, toInput } from "@/features/incoming-webhooks/form-values";
import { mappingIssues, rulesIssues } from "@/features/incoming-webhooks/rule-values";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { networkSchema } from "@/lib/allow-list";
import type { Issue } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";

/** All that is wrong, by paths of the API's body; rows of the mapping, which it does not know, by their own. */
export function issuesOf(values: IncomingFormValues): Issue[] {
  const { error } = createIncomingWebhookSchema.safeParse(toInput(values));
  const ofRules = rulesIssues(values);
  const told = new Set(ofRules.map(({ path }) => path));
  const ofApi = issuesIn(error).filter(({ path }) => !told.has(path));
  return [...mappingIssues(values), ...networkIssues(values), ...ofRules, ...ofApi];
}

/** Each wrong line by its number. */
function networkIssues({ allowList }: IncomingFormValues): Issue[] {
  return partsOf(allowList).flatMap((part, index) =>
    networkSchema.safeParse(part).success
      ? []
      : [{ path: `allowedCidrs.${index}`, message: networkProblem(index) }],
  );
}

function networkProblem(index: number): string {
  return `Number ${index + 1} is no address or network. Write it like 203.0.113.7 or 10.0.0.0/8.`;
}
