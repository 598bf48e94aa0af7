"use client";

import { Users } from "lucide-react";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { useCan } from "@/features/auth/hooks";
import { roleLabel } from "@/features/auth/role-label";
import { usersQuery } from "@/features/members/hooks";
import { memberSearchParams, toUsersQuery } from "@/features/team/search-params";
import { ROLES } from "@/lib/roles";
import { MINUTE_MS } from "@/lib/time";
import { FormerSecretsHint } from "./former-secrets-hint";
import { memberColumns } from "./member-columns";

const ROLE_OPTIONS = ROLES.map((value) => ({ value, label: roleLabel(value) }));
const STATUS_OPTIONS = [
  { value: "active", label: "Active" },
  { value: "disabled", label: "Disabled" },
];

export function MemberList() {
  const list = useListSearch(memberSearchParams);
  const mayWrite = useCan("team:write");
  const users = useListQuery(
    // "Last active" moves by itself.
    { ...usersQuery(toUsersQuery(list.search)), refetchInterval: MINUTE_MS },
    { idOf: (user) => String(user.id) },
  );
  return (
    <>
      {!mayWrite && (
        <p className="text-sm text-muted-foreground">
          Your role can see the team but not change it. An admin can.
        </p>
      )}
      <FormerSecretsHint />
      <DataTable
        {...list.table(users)}
        toolbar={{
          search: { label: "Search by name or email", ...list.text("q") },
          facets: [
            { id: "role", label: "Role", any: "Any role", options: ROLE_OPTIONS, ...list.choice("role") },
            {
              id: "status",
              label: "Status",
              any: "Any status",
              options: STATUS_OPTIONS,
              ...list.choice("status"),
            },
          ],
          onClearAll: list.onClearAll,
        }}
        caption="Members, newest first"
        listId="members"
        noun="members"
        columns={memberColumns({ mayWrite })}
        rowId={(user) => String(user.id)}
        skeletonRows={6}
        empty={<EmptyState icon={<Users />} title="No members" description="Nobody is left on this page." />}
      />
    </>
  );
}
