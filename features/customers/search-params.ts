import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { parseAsCursor } from "@/components/search-params";
import type { ListCustomersQuery } from "@/features/customers/schema";
import { PAGE_LIMIT } from "@/lib/pagination";

/** The list's state in the URL. What it does not understand counts as not set. */
export const customerSearchParams = {
  q: parseAsString,
  open: parseAsStringLiteral(["true", "false"] as const),
  cursor: parseAsCursor,
};

export const loadCustomerSearch = createLoader(customerSearchParams);

type CustomerSearch = inferParserType<typeof customerSearchParams>;

export function toListQuery({ q, open, cursor }: CustomerSearch): ListCustomersQuery {
  return {
    limit: PAGE_LIMIT,
    q: q?.trim().slice(0, 120) || undefined,
    hasOpenTickets: open ?? undefined,
    cursor: cursor ?? undefined,
  };
}
