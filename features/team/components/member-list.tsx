"use client";

import { useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { FilterBar } from "@/components/filter-bar";
import { NativeSelect } from "@/components/ui/native-select";
import { useCan } from "@/features/auth/hooks";
import { roleLabel } from "@/features/auth/role-label";
import { usersQuery } from "@/features/members/hooks";
import { teamSearchParams, toUsersQuery } from "@/features/team/search-params";
import { ROLES } from "@/lib/roles";
import { FormerSecretsHint } from "./former-secrets-hint";
import { MEMBER_COLUMNS } from "./member-columns";
import { type TeamList, useTeamSearch } from "./use-team-search";

export function MemberList() {
  const list = useTeamSearch();
  const mayWrite = useCan("team:write");
  const { data, error, isFetching, refetch } = useQuery(usersQuery(toUsersQuery(list.search)));
  return (
    <>
      {!mayWrite && (
        <p className="text-sm text-muted-foreground">
          Your role can see the team but not change it. An admin can.
        </p>
      )}
      <FormerSecretsHint />
      <MemberFilterBar list={list} />
      <DataTable
        caption="Members, newest first"
        noun="members"
        columns={MEMBER_COLUMNS}
        rows={data?.data}
        rowId={(user) => String(user.id)}
        isFetching={isFetching}
        error={error}
        // A cursor that the list did not give out would fail again.
        onRetry={() => (list.search.cursor ? list.showNewest() : void refetch())}
        paging={list.pagingOf(data?.nextCursor)}
        isFiltered={list.isFiltered}
        onClearFilters={list.clear}
        skeletonRows={6}
        empty={<EmptyState icon={<Users />} title="No members" description="Nobody is left on this page." />}
      />
    </>
  );
}

function MemberFilterBar({ list }: { list: TeamList }) {
  const { search, setFilters } = list;
  return (
    <FilterBar
      search={{
        label: "Search by name or email",
        value: search.q ?? "",
        onChange: (q) => setFilters({ q: q === "" ? null : q }, "replace"),
      }}
      onClearAll={list.isFiltered ? list.clear : undefined}
    >
      <NativeSelect
        aria-label="Role"
        value={search.role ?? ""}
        onChange={(event) => setFilters({ role: teamSearchParams.role.parse(event.target.value) })}
      >
        <option value="">Any role</option>
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {roleLabel(role)}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        aria-label="Status"
        value={search.status ?? ""}
        onChange={(event) => setFilters({ status: teamSearchParams.status.parse(event.target.value) })}
      >
        <option value="">Any status</option>
        <option value="active">Active</option>
        <option value="disabled">Disabled</option>
      </NativeSelect>
    </FilterBar>
  );
}
