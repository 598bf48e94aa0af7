import {
  type Organization,
  type UpdateOrganization,
  updateOrganizationSchema,
} from "@/features/organizations/schema";
import type { Issue } from "@/lib/errors";

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
  const before = toFormValues(stored);
  return {
    ...(values.name !== before.name && { name: values.name }),
    ...(values.timeZone !== before.timeZone && { timeZone: values.timeZone }),
    ...(values.brandColor !== before.brandColor && { brandColor: values.brandColor || null }),
  };
}

export function issuesOf({ brandColor, ...values }: OrganizationFormValues): Issue[] {
  const result = updateOrganizationSchema.safeParse({ ...values, brandColor: brandColor.trim() || null });
  return (result.error?.issues ?? []).map(({ path, message }) => ({ path: path.join("."), message }));
}
