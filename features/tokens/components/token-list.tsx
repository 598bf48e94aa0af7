"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { FilterBar } from "@/components/filter-bar";
import { NativeSelect } from "@/components/ui/native-select";
import { tokensQuery } from "@/features/tokens/hooks";
import { TOKEN_STATUSES } from "@/features/tokens/schema";
import { CreateTokenLink } from "./create-token-link";
import { TOKEN_COLUMNS } from "./token-columns";
import { TokenDrawer } from "./token-drawer";
import { tokenHref, tokenSearchParams, toListQuery } from "./token-search-params";
import { useTokenSearch } from "./use-token-search";

const STATUS_LABELS = {
  active: "Active",
  expiring: "Expiring",
  overlap: "Overlap",
  expired: "Expired",
  revoked: "Revoked",
} as const;

export function TokenList() {
  const list = useTokenSearch();
  const { search } = list;
  const { data, error, isFetching, refetch } = useQuery(tokensQuery(toListQuery(search)));
  const nextCursor = data?.nextCursor ?? null;
  return (
    <>
      <TokenFilterBar list={list} />
      <DataTable
        caption="API tokens, newest first"
        noun="tokens"
        columns={TOKEN_COLUMNS}
        rows={data?.data}
        rowId={(token) => token.id}
        rowHref={(token) => tokenHref({ ...search, token: token.id })}
        onRowOpen={(token) => list.open(token.id)}
        activeRowId={search.token}
        isFetching={isFetching}
        error={error}
        // A cursor that the list did not give out would fail again.
        onRetry={() => (search.cursor ? list.showNewest() : void refetch())}
        paging={{
          hasNewer: search.cursor !== null,
          hasOlder: nextCursor !== null,
          onNewer: list.showNewer,
          onOlder: () => nextCursor && list.showOlder(nextCursor),
        }}
        isFiltered={list.isFiltered}
        onClearFilters={list.clear}
        skeletonRows={6}
        empty={
          <EmptyState
            icon={<KeyRound />}
            title="No tokens yet"
            description="A token lets a program of yours call the API: publish events, read deliveries, manage subscriptions."
            actions={<CreateTokenLink />}
          />
        }
      />
      <TokenDrawer list={list} tokens={data?.data ?? []} />
    </>
  );
}

function TokenFilterBar({ list }: { list: ReturnType<typeof useTokenSearch> }) {
  const { search, setFilters } = list;
  return (
    <FilterBar
      search={{
        label: "Search by name",
        value: search.q ?? "",
        onChange: (q) => setFilters({ q: q === "" ? null : q }, "replace"),
      }}
      onClearAll={list.isFiltered ? list.clear : undefined}
    >
      <NativeSelect
        aria-label="Status"
        value={search.status ?? ""}
        onChange={(event) => setFilters({ status: tokenSearchParams.status.parse(event.target.value) })}
      >
        <option value="">Any status</option>
        {TOKEN_STATUSES.map((status) => (
          <option key={status} value={status}>
            {STATUS_LABELS[status]}
          </option>
        ))}
      </NativeSelect>
    </FilterBar>
  );
}
