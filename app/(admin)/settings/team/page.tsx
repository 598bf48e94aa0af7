import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { InvitationList } from "@/features/team/components/invitation-list";
import { InviteButton } from "@/features/team/components/invite-button";
import { MemberList } from "@/features/team/components/member-list";
import { RoleMatrix } from "@/features/team/components/role-matrix";
import { TeamList } from "@/features/team/components/team-list";
import { TeamTabs } from "@/features/team/components/team-tabs";
import { loadTeamSearch } from "@/features/team/search-params";
import { createQueryClient } from "@/lib/query-client";
import { prefetchTab } from "./prefetch-tab";

export const metadata: Metadata = { title: "Team · Settings" };

const TABS = {
  members: <MemberList />,
  invitations: <InvitationList />,
  teams: <TeamList />,
  roles: <RoleMatrix />,
};

export default async function TeamPage({ searchParams }: PageProps<"/settings/team">) {
  const ctx = await requireContext();
  if (!ctx.permissions.has("team:read")) {
    return (
      <>
        <PageHeader title="Team" />
        <MissingPermission scope="team:read" action="see the team" />
      </>
    );
  }
  const search = await loadTeamSearch(searchParams);
  const queryClient = createQueryClient();
  await prefetchTab(ctx, search, queryClient);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="Team"
        description="The members of this workspace, and what they may do."
        actions={<InviteButton />}
      />
      <TeamTabs current={search.tab} />
      {TABS[search.tab]}
    </HydrationBoundary>
  );
}
