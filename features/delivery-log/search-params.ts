import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseRange } from "@/components/range";
import { parseAsCursor, parseAsUuid } from "@/components/search-params";
import { DELIVERY_STATUSES } from "@/db/enums";
import { DEFAULT_DELIVERY_RANGE, type DeliveryFilters } from "@/features/deliveries/hooks";
import { CODE_CLASSES } from "@/features/deliveries/schema";
import { parseAsEventType } from "@/features/event-types/search-params";

const parseAsStatusCode = createParser({
  parse(text: string) {
    const known = CODE_CLASSES.find((one) => one === text);
    if (known) return known;
    return /^[1-5]\d\d$/.test(text) ? Number(text) : null;
  },
  serialize: String,
});

/** The log's state in the URL. What it does not understand counts as not set. */
export const deliverySearchParams = {
  status: parseAsStringLiteral(DELIVERY_STATUSES),
  event: parseAsEventType,
  code: parseAsStatusCode,
  q: parseAsString,
  range: parseAsString,
  from: parseAsString,
  to: parseAsString,
  cursor: parseAsCursor,
};

/** The open drawer and what is selected in it. */
export const openDeliverySearchParams = { delivery: parseAsUuid, attempt: parseAsInteger };

export const loadDeliverySearch = createLoader({ ...deliverySearchParams, ...openDeliverySearchParams });

export type DeliverySearch = inferParserType<typeof deliverySearchParams>;

export function toDeliveryFilters(search: DeliverySearch, subscriptionId?: string): DeliveryFilters {
  return {
    range: parseRange(search, DEFAULT_DELIVERY_RANGE),
    subscriptionId,
    status: search.status ?? undefined,
    eventType: search.event ?? undefined,
    statusCode: search.code ?? undefined,
    q: search.q?.trim().slice(0, 200) || undefined,
    cursor: search.cursor ?? undefined,
  };
}
