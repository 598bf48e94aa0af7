import type { OnClosed } from "@/db/enums";
import { brandColorOf } from "@/features/organizations/brand-color";
import type { Organization, UpdateOrganization } from "@/features/organizations/schema";
import { changedFields } from "@/lib/changed-fields";

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

export function toInput({ name, timeZone, brandColor, onClosed }: OrganizationFormValues) {
  return { name: name.trim(), timeZone, onClosed, brandColor: brandColorOf(brandColor) || null };
}
