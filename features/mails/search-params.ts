import { createLoader } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { listMailsQuery } from "@/features/mails/list-query";

const list = listSearch(listMailsQuery, { status: "status", q: "q" });

export const mailSearchParams = list.params;
export const loadMailSearch = createLoader(mailSearchParams);
export const toListQuery = list.toQuery;
