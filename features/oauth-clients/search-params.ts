import { createLoader } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { listOAuthClientsQuerySchema } from "@/features/oauth-clients/schema";

const list = listSearch(listOAuthClientsQuerySchema, { status: "status", type: "type", q: "q" });

export const clientSearchParams = list.params;
export const loadClientSearch = createLoader(clientSearchParams);
export const toListQuery = list.toQuery;
