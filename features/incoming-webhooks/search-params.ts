import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { parseAsCursor } from "@/components/search-params";
import { INCOMING_ACTIONS, INCOMING_STATUSES } from "@/db/enums";
import type { ListIncomingWebhooksQuery } from "@/features/incoming-webhooks/schema";
import { PAGE_LIMIT } from "@/lib/pagination";

const Q_MAX = 200;

const INCOMING_TABS = ["requests", "setup", "settings"] as const;
export type IncomingTab = (typeof INCOMING_TABS)[number];

/** The open tab of a webhook's page. */
export const tabSearchParams = { tab: parseAsStringLiteral(INCOMING_TABS).withDefault("requests") };

/** The list's state in the URL; what cannot be read counts as absent. */
export const incomingFilterParsers = {
  status: parseAsArrayOf(parseAsStringLiteral(INCOMING_STATUSES)).withDefault([]),
  creates: parseAsArrayOf(parseAsStringLiteral(INCOMING_ACTIONS)).withDefault([]),
  q: parseAsString.withDefault(""),
  cursor: parseAsCursor,
};

export const loadIncomingFilters = createLoader(incomingFilterParsers);

export type IncomingFilters = Awaited<ReturnType<typeof loadIncomingFilters>>;

export function toListQuery({ status, creates, q, cursor }: IncomingFilters): ListIncomingWebhooksQuery {
  const text = q.trim().slice(0, Q_MAX);
  return {
    limit: PAGE_LIMIT,
    ...(status.length > 0 ? { status } : {}),
    ...(creates.length > 0 ? { action: creates } : {}),
    ...(text ? { q: text } : {}),
    ...(cursor ? { cursor } : {}),
  };
}
