import { createLoader } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { listMailsQuerySchema } from "@/features/mails/schema";

const list = listSearch(listMailsQuerySchema, { status: "status", q: "q" });

export const mailSearchParams = list.params;
export const loadMailSearch = createLoader(mailSearchParams);
export const toListQuery = list.toQuery;
