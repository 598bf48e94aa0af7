import type { OnClosed } from "@/db/enums";
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
  onClosed: OnClosed;
}

export function toFormValues({ brandColor, name, timeZone, onClosed }: Organization): OrganizationFormValues {
  return { name, timeZone, onClosed, brandColor: brandColor ?? "" };
}

/** What differs from the stored settings. */
export function toChanges(values: OrganizationFormValues, stored: Organization): UpdateOrganization {
  return changedFields(toInput(values), stored);
}

export function issuesOf(values: OrganizationFormValues): Issue[] {
  return issuesIn(updateOrganizationSchema.safeParse(toInput(values)).error);
}

function toInput({ name, timeZone, brandColor, onClosed }: OrganizationFormValues) {
  return { name: name.trim(), timeZone, onClosed, brandColor: brandColor.trim().toLowerCase() || null };
}
