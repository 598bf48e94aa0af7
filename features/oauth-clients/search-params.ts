import { createLoader } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { listOAuthClientsQuery } from "@/features/oauth-clients/list-query";

const list = listSearch(listOAuthClientsQuery, { status: "status", type: "type", q: "q" });

export const clientSearchParams = list.params;
export const loadClientSearch = createLoader(clientSearchParams);
export const toListQuery = list.toQuery;
