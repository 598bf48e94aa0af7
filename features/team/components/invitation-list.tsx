"use client";

import { useQuery } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import { DataTable } from "@/components/data-table";
import type { Column } from "@/components/data-table-types";
import { EmptyState } from "@/components/empty-state";
import { FilterBar } from "@/components/filter-bar";
import { Time } from "@/components/time";
import { NativeSelect } from "@/components/ui/native-select";
import { roleLabel } from "@/features/auth/role-label";
import { invitationsQuery } from "@/features/team/hooks";
import { INVITATION_STATUSES, type Invitation } from "@/features/team/schema";
import { teamSearchParams, toInvitationsQuery } from "@/features/team/search-params";
import { InvitationActions } from "./invitation-actions";
import { INVITATION_STATUS_LABELS, InvitationStatusPill } from "./invitation-status";
import { useTeamSearch } from "./use-team-search";

const COLUMNS: Column<Invitation>[] = [
  { id: "email", header: "Email", className: "wrap-anywhere font-medium", cell: ({ email }) => email },
  {
    id: "status",
    header: "Status",
    cell: (invitation) => <InvitationStatusPill status={invitation.status} />,
  },
  { id: "role", header: "Role", cell: ({ role }) => roleLabel(role) },
  { id: "inviter", header: "Invited by", priority: 3, cell: ({ invitedBy }) => invitedBy.name },
  {
    id: "expires",
    header: "Link expires",
    className: "md:whitespace-nowrap",
    cell: ({ status, expiresAt }) =>
      status === "pending" || status === "expired" ? (
        <Time value={expiresAt} />
      ) : (
        <span className="text-muted-foreground">Closed</span>
      ),
  },
  {
    id: "created",
    header: "Created",
    priority: 2,
    className: "md:whitespace-nowrap",
    cell: ({ createdAt }) => <Time value={createdAt} />,
  },
  {
    id: "actions",
    header: "Actions",
    align: "end",
    cell: (invitation) => <InvitationActions invitation={invitation} />,
  },
];

export function InvitationList() {
  const list = useTeamSearch();
  const { search, setFilters } = list;
  const { data, error, isFetching, refetch } = useQuery(invitationsQuery(toInvitationsQuery(search)));
  return (
    <>
      <FilterBar onClearAll={list.isFiltered ? list.clear : undefined}>
        <NativeSelect
          aria-label="Status"
          value={search.invitation ?? ""}
          onChange={(event) =>
            setFilters({ invitation: teamSearchParams.invitation.parse(event.target.value) })
          }
        >
          <option value="">Any status</option>
          {INVITATION_STATUSES.map((status) => (
            <option key={status} value={status}>
              {INVITATION_STATUS_LABELS[status]}
            </option>
          ))}
        </NativeSelect>
      </FilterBar>
      <DataTable
        caption="Invitations, newest first"
        noun="invitations"
        columns={COLUMNS}
        rows={data?.data}
        rowId={(invitation) => invitation.id}
        isFetching={isFetching}
        error={error}
        onRetry={() => (search.cursor ? list.showNewest() : void refetch())}
        paging={list.pagingOf(data?.nextCursor)}
        isFiltered={list.isFiltered}
        onClearFilters={list.clear}
        skeletonRows={3}
        empty={
          <EmptyState
            icon={<Mail />}
            title="No invitations yet"
            description="Invite people by their email address; each gets a link that works once."
          />
        }
      />
    </>
  );
}
