"use client";

import { KeyRound } from "lucide-react";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { tokensQuery } from "@/features/tokens/hooks";
import { tokenListHref, tokenSearchParams, toListQuery } from "@/features/tokens/search-params";
import { CreateTokenLink } from "./create-token-link";
import { HandedOverHint } from "./handed-over-hint";
import { TOKEN_COLUMNS } from "./token-columns";
import { TokenDrawer } from "./token-drawer";
import { UnusedTokensHint } from "./unused-tokens-hint";
import { useTokenFacets } from "./use-token-facets";

interface TokenListProps {
  /** The people who have a token, to filter by. */
  owners: { id: number; name: string }[];
  /** Where the API is reached, for the sample call with a new token. */
  apiOrigin: string;
}

export function TokenList({ owners, apiOrigin }: TokenListProps) {
  const list = useListSearch(tokenSearchParams, { view: ["token"] });
  const { search, show } = list;
  const tokens = useListQuery(tokensQuery(toListQuery(search)), {
    idOf: (token) => token.id,
    openId: search.token,
  });
  return (
    <>
      <HandedOverHint />
      {search.unused === null && <UnusedTokensHint />}
      <DataTable
        {...list.table(tokens)}
        toolbar={{
          search: { label: "Search by name", ...list.text("q") },
          facets: useTokenFacets(list, owners),
          onClearAll: list.onClearAll,
        }}
        caption="API tokens, newest first"
        listId="tokens"
        noun="tokens"
        columns={TOKEN_COLUMNS}
        rowId={(token) => token.id}
        rowHref={(token) => tokenListHref({ ...search, token: token.id })}
        onRowOpen={(token) => show({ token: token.id })}
        activeRowId={search.token}
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
      <TokenDrawer
        id={search.token}
        onShow={(token, history) => show({ token }, history)}
        tokens={tokens.data?.data ?? []}
        apiOrigin={apiOrigin}
      />
    </>
  );
}
