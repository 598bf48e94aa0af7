import { type SubscriptionFormValues, toInput, toSeconds } from "@/features/subscriptions/form-values";
import { headerRowIssues } from "@/features/subscriptions/row-issues";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { readTargetUrl } from "@/lib/egress/url-spelling";
import type { Issue } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";

/** All that is wrong, by paths of the API's body; what it can't show of rows and texts, by their own. */
export function issuesOf(values: SubscriptionFormValues): Issue[] {
  const delays = delayIssues(values);
  const refused = issuesIn(createSubscriptionSchema.safeParse(toInput(values)).error);
  return [
    ...targetIssues(values),
    ...headerRowIssues(values),
    ...delays,
    ...idIssues(values),
    // A delay that is no number is explained at its row already.
    ...refused.filter(({ path }) => path !== "retryPolicy" || delays.length === 0),
  ];
}

/** What is empty the schema names. */
function targetIssues({ targetUrl }: SubscriptionFormValues): Issue[] {
  const spelling = readTargetUrl(targetUrl.trim());
  return spelling.ok || targetUrl.trim() === "" ? [] : [{ path: "targetUrl", message: spelling.message }];
}

/** The same where the name is no longer left to the target's host. */
export function storedIssuesOf(values: SubscriptionFormValues): Issue[] {
  const isUnnamed = values.name.trim() === "";
  return [
    ...(isUnnamed ? [{ path: "name", message: "Give the subscription a name." }] : []),
    ...issuesOf(values),
  ];
}

function delayIssues({ retry, delays }: SubscriptionFormValues): Issue[] {
  if (retry !== "custom") return [];
  return delays.flatMap((delay, index): Issue[] =>
    Number.isNaN(toSeconds(delay))
      ? [{ path: `delays.${index}.amount`, message: "Write a whole number." }]
      : [],
  );
}

function idIssues(values: SubscriptionFormValues): Issue[] {
  const { sequenceIds = [], accountId } = toInput(values);
  const ids = { sequenceIds, accountId: [accountId] };
  return Object.entries(ids)
    .filter(([, list]) => list?.some(Number.isNaN))
    .map(([path]) => ({ path, message: "Write ids as whole numbers, separated by commas." }));
}
