import { createLoader } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { listCustomersQuerySchema } from "@/features/customers/schema";

const list = listSearch(listCustomersQuerySchema, { q: "q", open: "hasOpenTickets" });

export const customerSearchParams = list.params;
export const loadCustomerSearch = createLoader(customerSearchParams);
export const toListQuery = list.toQuery;
