"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { issuesResolver, useApiForm } from "@/components/api-form";
import { ErrorState } from "@/components/error-state";
import { SettingsForm } from "@/components/settings-form";
import { Skeleton } from "@/components/ui/skeleton";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { updateOrganizationEndpoint } from "@/features/organizations/contract";
import { issuesOf, toChanges, toFormValues } from "@/features/organizations/form-values";
import { organizationQuery, useUpdateOrganization } from "@/features/organizations/hooks";
import type { Organization, UpdateOrganization } from "@/features/organizations/schema";
import { BrandColorField } from "./brand-color-field";
import { OrganizationFields } from "./organization-fields";

interface OrganizationFormProps {
  /** From the server: browsers may know other zones. */
  timeZones: string[];
}

export function OrganizationForm({ timeZones }: OrganizationFormProps) {
  const { data, error, refetch } = useQuery(organizationQuery());
  if (data) return <LoadedForm organization={data} timeZones={timeZones} />;
  if (!error) return <Skeleton className="h-72 w-full rounded-lg" />;
  return <ErrorState title="The settings could not be loaded" error={error} onRetry={() => void refetch()} />;
}

function LoadedForm({ organization, timeZones }: OrganizationFormProps & { organization: Organization }) {
  const canWrite = useCan("team:write");
  const router = useRouter();
  const update = useUpdateOrganization();
  const form = useApiForm({ defaultValues: toFormValues(organization), resolver, fieldOf });
  useConfirmation(updateOrganizationEndpoint, canWrite);

  async function save(changes: UpdateOrganization): Promise<Organization> {
    const saved = await update.mutateAsync(changes);
    // The sidebar shows the name, which the server renders.
    router.refresh();
    return saved;
  }

  return (
    <SettingsForm
      form={form}
      initial={organization}
      canWrite={canWrite}
      toFormValues={toFormValues}
      toChanges={toChanges}
      save={save}
    >
      {() => (
        <>
          <OrganizationFields timeZones={timeZones} />
          <BrandColorField />
        </>
      )}
    </SettingsForm>
  );
}

function fieldOf(path: string): "name" | "timeZone" | "brandColor" | null {
  return path === "name" || path === "timeZone" || path === "brandColor" ? path : null;
}

const resolver = issuesResolver(issuesOf, fieldOf);
