"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { tokensQuery } from "@/features/tokens/hooks";
import { tokenListHref, toListQuery } from "@/features/tokens/search-params";
import { CreateTokenLink } from "./create-token-link";
import { HandedOverHint } from "./handed-over-hint";
import { TOKEN_COLUMNS } from "./token-columns";
import { TokenDrawer } from "./token-drawer";
import { TokenFilterBar } from "./token-filter-bar";
import { UnusedTokensHint } from "./unused-tokens-hint";
import { useTokenSearch } from "./use-token-search";

interface TokenListProps {
  /** The people who have a token, to filter by. */
  owners: { id: number; name: string }[];
  /** Where the API is reached, for the sample call with a new token. */
  apiOrigin: string;
}

export function TokenList({ owners, apiOrigin }: TokenListProps) {
  const list = useTokenSearch();
  const { search } = list;
  const { data, error, isFetching, refetch } = useQuery(tokensQuery(toListQuery(search)));
  return (
    <>
      <HandedOverHint />
      {search.unused === null && <UnusedTokensHint />}
      <TokenFilterBar list={list} owners={owners} />
      <DataTable
        caption="API tokens, newest first"
        noun="tokens"
        columns={TOKEN_COLUMNS}
        rows={data?.data}
        rowId={(token) => token.id}
        rowHref={(token) => tokenListHref({ ...search, token: token.id })}
        onRowOpen={(token) => list.open(token.id)}
        activeRowId={search.token}
        isFetching={isFetching}
        error={error}
        // A cursor that the list did not give out would fail again.
        onRetry={() => (search.cursor ? list.showNewest() : void refetch())}
        paging={list.pagingOf(data?.nextCursor)}
        isFiltered={list.isFiltered}
        onClearFilters={list.clear}
        rowHeight="double"
        skeletonRows={6}
        empty={
          <EmptyState
            icon={<KeyRound />}
            title="No tokens yet"
            description="A token lets a program of yours call the API: publish events, read deliveries, manage subscriptions. For apps of other companies prefer OAuth."
            actions={<CreateTokenLink />}
          />
        }
      />
      <TokenDrawer list={list} tokens={data?.data ?? []} apiOrigin={apiOrigin} />
    </>
  );
}
