import type { QueryClient } from "@tanstack/react-query";
import { teamsQuery, usersQuery } from "@/features/members/hooks";
import { activeAdminsQuery, invitationsQuery } from "@/features/team/hooks";
import { listInvitations } from "@/features/team/invitations";
import { listTeams, listUsers } from "@/features/team/queries";
import {
  type TeamSearch,
  toInvitationsQuery,
  toTeamsQuery,
  toUsersQuery,
} from "@/features/team/search-params";
import type { Context } from "@/lib/context";

/** What the first paint of a tab shows. */
export async function prefetchTab(ctx: Context, search: TeamSearch, client: QueryClient): Promise<void> {
  if (search.tab === "members") {
    const query = toUsersQuery(search);
    const admins = { limit: 2, role: "admin", status: "active" } as const;
    await client.prefetchQuery({ ...usersQuery(query), queryFn: () => listUsers(ctx, query) });
    await client.prefetchQuery({ ...activeAdminsQuery(), queryFn: () => listUsers(ctx, admins) });
  }
  if (search.tab === "invitations") {
    const query = toInvitationsQuery(search);
    await client.prefetchQuery({ ...invitationsQuery(query), queryFn: () => listInvitations(ctx, query) });
  }
  if (search.tab === "teams") {
    const query = toTeamsQuery(search);
    await client.prefetchQuery({ ...teamsQuery(query), queryFn: () => listTeams(ctx, query) });
  }
}
