import { createLoader, createSerializer } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { parseAsUuid } from "@/components/search-params";
import { listTokensQuery } from "@/features/tokens/list-query";

const list = listSearch(listTokensQuery, {
  status: "status",
  q: "q",
  owner: "owner",
  scope: "scope",
  unused: "unused",
});

/** With the token that is open in the drawer. */
export const tokenSearchParams = { ...list.params, token: parseAsUuid };
export const loadTokenSearch = createLoader(tokenSearchParams);
export const tokenListHref = createSerializer(tokenSearchParams);
export const toListQuery = list.toQuery;
