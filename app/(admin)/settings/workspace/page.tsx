import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { FactorPolicy } from "@/features/factors/components/factor-policy";
import { factorPolicyQuery, ownFactorsQuery } from "@/features/factors/hooks";
import { getFactorPolicy } from "@/features/factors/policy";
import { getOwnFactors } from "@/features/factors/queries";
import { OrganizationForm } from "@/features/organizations/components/organization-form";
import { organizationQuery } from "@/features/organizations/hooks";
import { getOrganization } from "@/features/organizations/queries";
import { createQueryClient } from "@/lib/query-client";
import { knownTimeZones } from "@/lib/time";

export const metadata: Metadata = { title: "Workspace · Settings" };

export default async function WorkspacePage() {
  const ctx = await requireContext();
  if (!ctx.permissions.has("team:read")) {
    return (
      <>
        <PageHeader title="Workspace" />
        <MissingPermission scope="team:read" action="see the workspace's settings" />
      </>
    );
  }
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({ ...organizationQuery(), queryFn: () => getOrganization(ctx) });
  const mayWrite = ctx.permissions.has("team:write");
  if (mayWrite) {
    await queryClient.prefetchQuery({ ...factorPolicyQuery(), queryFn: () => getFactorPolicy(ctx) });
    await queryClient.prefetchQuery({ ...ownFactorsQuery(), queryFn: () => getOwnFactors(ctx) });
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title="Workspace" description="How your desk is named, and how it looks to customers." />
      <OrganizationForm timeZones={knownTimeZones()} />
      {mayWrite && (
        <div className="mt-10">
          <FactorPolicy />
        </div>
      )}
    </HydrationBoundary>
  );
}
