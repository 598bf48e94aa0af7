import type { SubscriptionFormValues } from "@/features/subscriptions/form-values";
import type { Issue } from "@/lib/errors";

/** What is lost where rows become a record, so that the API can't see it. */
export function headerRowIssues({ headers, isReplacingHeaders }: SubscriptionFormValues): Issue[] {
  if (!isReplacingHeaders) return [];
  const names = headers.map((row) => row.name.trim().toLowerCase());
  return headers.flatMap((row, index): Issue[] => {
    const name = names[index];
    if (!name && row.value.trim()) return [{ path: `headers.${index}.name`, message: "Name the header." }];
    if (name && names.indexOf(name) < index) {
      return [{ path: `headers.${index}.name`, message: "This header is listed twice." }];
    }
    return [];
  });
}
