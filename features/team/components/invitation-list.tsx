"use client";

import { Mail } from "lucide-react";
import { DataTable } from "@/components/data-table";
import type { Column } from "@/components/data-table-types";
import { EmptyState } from "@/components/empty-state";
import { Time } from "@/components/time";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { roleLabel } from "@/features/auth/role-label";
import { invitationsQuery } from "@/features/team/hooks";
import { INVITATION_STATUSES } from "@/features/team/invitation-statuses";
import type { Invitation } from "@/features/team/schema";
import { invitationSearchParams, toInvitationsQuery } from "@/features/team/search-params";
import { InvitationActions } from "./invitation-actions";
import { INVITATION_STATUS_LABELS, InvitationStatusPill } from "./invitation-status";

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

const STATUS_OPTIONS = INVITATION_STATUSES.map((value) => ({
  value,
  label: INVITATION_STATUS_LABELS[value],
}));

export function InvitationList() {
  const list = useListSearch(invitationSearchParams);
  const invitations = useListQuery(invitationsQuery(toInvitationsQuery(list.search)), {
    idOf: (invitation) => invitation.id,
  });
  return (
    <DataTable
      {...list.table(invitations)}
      toolbar={{
        facets: [
          {
            id: "status",
            label: "Status",
            any: "Any status",
            options: STATUS_OPTIONS,
            ...list.choice("invitation"),
          },
        ],
        onClearAll: list.onClearAll,
      }}
      caption="Invitations, newest first"
      listId="invitations"
      noun="invitations"
      columns={COLUMNS}
      rowId={(invitation) => invitation.id}
      skeletonRows={3}
      empty={
        <EmptyState
          icon={<Mail />}
          title="No invitations yet"
          description="Invite people by their email address; each gets a link that works once."
        />
      }
    />
  );
}
