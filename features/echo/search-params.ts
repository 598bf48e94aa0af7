import { createLoader } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { parseAsUuid } from "@/components/search-params";
import { listEchoReceiversQuerySchema, listEchoRequestsQuerySchema } from "@/features/echo/schema";

const receivers = listSearch(listEchoReceiversQuerySchema, {});
const requests = listSearch(listEchoRequestsQuerySchema, {});

export const receiverSearchParams = receivers.params;
export const loadReceiverSearch = createLoader(receiverSearchParams);
export const toReceiverQuery = receivers.toQuery;

export const requestSearchParams = requests.params;
export const toRequestQuery = requests.toQuery;

/** The open drawer. */
export const openRequestSearchParams = { request: parseAsUuid };
export const loadRequestSearch = createLoader({ ...requestSearchParams, ...openRequestSearchParams });
