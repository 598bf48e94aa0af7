"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { issuesResolver, lateIssues, useApiForm } from "@/components/api-form";
import { ErrorState } from "@/components/error-state";
import { SettingsForm } from "@/components/settings-form";
import { Skeleton } from "@/components/ui/skeleton";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { updateOrganizationEndpoint } from "@/features/organizations/contract";
import { toChanges, toFormValues } from "@/features/organizations/form-values";
import { organizationQuery, useUpdateOrganization } from "@/features/organizations/hooks";
import type { Organization, UpdateOrganization } from "@/features/organizations/schema";
import { fieldAt } from "@/lib/issues";
import { BrandColorField } from "./brand-color-field";
import { OnClosedField } from "./on-closed-field";
import { OrganizationFields } from "./organization-fields";

interface OrganizationFormProps {
  /** From the server. */
  timeZones: string[];
}

export function OrganizationForm({ timeZones }: OrganizationFormProps) {
  const { data, error, refetch } = useQuery(organizationQuery());
  if (data) return <LoadedForm organization={data} timeZones={timeZones} />;
  if (error)
    return (
      <ErrorState title="The settings could not be loaded" error={error} onRetry={() => void refetch()} />
    );
  return (
    <div aria-busy>
      <span className="sr-only">Loading the settings</span>
      <Skeleton className="h-72 w-full rounded-lg" />
    </div>
  );
}

function LoadedForm({ organization, timeZones }: OrganizationFormProps & { organization: Organization }) {
  const canWrite = useCan("team:write");
  const router = useRouter();
  const update = useUpdateOrganization();
  const form = useApiForm({
    defaultValues: toFormValues(organization),
    resolver,
    fieldOf,
    fieldId: (path) => path,
  });
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
      {({ timeZone }) => (
        <>
          <OrganizationFields timeZones={timeZones} storedTimeZone={timeZone} />
          <BrandColorField />
          <OnClosedField />
        </>
      )}
    </SettingsForm>
  );
}

const FIELDS = ["name", "timeZone", "brandColor", "onClosed"] as const;

function fieldOf(path: string): (typeof FIELDS)[number] | null {
  return fieldAt(FIELDS, path);
}

const resolver = issuesResolver(
  lateIssues(async () => (await import("@/features/organizations/form-issues")).issuesOf),
  fieldOf,
);
