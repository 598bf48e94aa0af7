import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { listIncomingWebhooksQuery } from "@/features/incoming-webhooks/list-query";

const INCOMING_TABS = ["requests", "setup", "settings"] as const;
export type IncomingTab = (typeof INCOMING_TABS)[number];

/** The open tab of a webhook's page. */
export const tabSearchParams = { tab: parseAsStringLiteral(INCOMING_TABS).withDefault("requests") };

const list = listSearch(listIncomingWebhooksQuery, { status: "status", creates: "action", q: "q" });

export const incomingSearchParams = list.params;
export const loadIncomingSearch = createLoader(incomingSearchParams);
export const toListQuery = list.toQuery;
