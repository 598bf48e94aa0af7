import {
  type Organization,
  type UpdateOrganization,
  updateOrganizationSchema,
} from "@/features/organizations/schema";
import { changedFields } from "@/lib/changed-fields";
import type { Issue } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";

export interface OrganizationFormValues {
  name: string;
  timeZone: string;
  /** Empty: Replify's own. */
  brandColor: string;
}

export function toFormValues({ name, timeZone, brandColor }: Organization): OrganizationFormValues {
  return { name, timeZone, brandColor: brandColor ?? "" };
}

/** What differs from the stored settings. */
export function toChanges(values: OrganizationFormValues, stored: Organization): UpdateOrganization {
  return changedFields(toInput(values), stored);
}

export function issuesOf(values: OrganizationFormValues): Issue[] {
  return issuesIn(updateOrganizationSchema.safeParse(toInput(values)).error);
}

function toInput({ name, timeZone, brandColor }: OrganizationFormValues) {
  return { name: name.trim(), timeZone, brandColor: brandColor.trim().toLowerCase() || null };
}
