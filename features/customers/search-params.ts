import { createLoader } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { listCustomersQuery } from "@/features/customers/list-query";

const list = listSearch(listCustomersQuery, { q: "q", open: "hasOpenTickets" });

export const customerSearchParams = list.params;
export const loadCustomerSearch = createLoader(customerSearchParams);
export const toListQuery = list.toQuery;
