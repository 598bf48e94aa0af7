import { createLoader } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { parseAsUuid } from "@/components/search-params";
import { listEchoReceiversQuery, listEchoRequestsQuery } from "@/features/echo/list-query";

const receivers = listSearch(listEchoReceiversQuery, {});
const requests = listSearch(listEchoRequestsQuery, {});

export const receiverSearchParams = receivers.params;
export const loadReceiverSearch = createLoader(receiverSearchParams);
export const toReceiverQuery = receivers.toQuery;

export const requestSearchParams = requests.params;
export const toRequestQuery = requests.toQuery;

/** The open drawer. */
export const openRequestSearchParams = { request: parseAsUuid };
export const loadRequestSearch = createLoader({ ...requestSearchParams, ...openRequestSearchParams });
