import { createLoader, type inferParserType, parseAsInteger } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { parseRange } from "@/components/range";
import { LIVE_PARAM, parseAsUuid, RANGE_PARAMS } from "@/components/search-params";
import {
  type AttemptFilters,
  DEFAULT_DELIVERY_RANGE,
  type DeliveryFilters,
} from "@/features/deliveries/hooks";
import { listAttemptsQuery, listDeliveriesQuery } from "@/features/delivery-log/list-query";

const deliveries = listSearch(listDeliveriesQuery, {
  status: "status",
  event: "eventType",
  code: "statusCode",
  subscription: "subscriptionId",
  q: "q",
});
const attempts = listSearch(listAttemptsQuery, { result: "result" });

export const deliverySearchParams = { ...deliveries.params, ...RANGE_PARAMS, ...LIVE_PARAM };
export const attemptSearchParams = attempts.params;

/** The open drawer and what is selected in it. */
export const openDeliverySearchParams = { delivery: parseAsUuid, attempt: parseAsInteger };

export const loadDeliverySearch = createLoader({ ...deliverySearchParams, ...openDeliverySearchParams });
export const loadAttemptSearch = createLoader({ ...attemptSearchParams, ...openDeliverySearchParams });

/** `subscriptionId` is that of the page, where all deliveries are of one. */
export function toDeliveryFilters(
  search: inferParserType<typeof deliverySearchParams>,
  subscriptionId?: string,
): DeliveryFilters {
  const query = deliveries.toQuery(search);
  return {
    ...query,
    subscriptionId: subscriptionId ?? query.subscriptionId,
    range: parseRange(search, DEFAULT_DELIVERY_RANGE),
  };
}

export function toAttemptFilters(
  search: inferParserType<typeof attemptSearchParams>,
  subscriptionId: string,
): AttemptFilters {
  return { ...attempts.toQuery(search), subscriptionId };
}
