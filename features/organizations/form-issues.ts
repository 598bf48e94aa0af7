import { type OrganizationFormValues, toInput } from "@/features/organizations/form-values";
import { updateOrganizationSchema } from "@/features/organizations/schema";
import type { Issue } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";

export function issuesOf(values: OrganizationFormValues): Issue[] {
  return issuesIn(updateOrganizationSchema.safeParse(toInput(values)).error);
}
