import { createLoader, type inferParserType } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { listOAuthSessionsQuery } from "@/features/oauth-sessions/list-query";
import type { ListOAuthSessionsQuery } from "@/features/oauth-sessions/schema";

const list = listSearch(listOAuthSessionsQuery, { status: "status", q: "q" });

/** Of an app's list. */
export const sessionSearchParams = list.params;
export const loadSessionSearch = createLoader(sessionSearchParams);

export function toListQuery(
  clientId: string,
  search: inferParserType<typeof sessionSearchParams>,
): ListOAuthSessionsQuery {
  return { clientId, ...list.toQuery(search) };
}
