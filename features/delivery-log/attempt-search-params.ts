import { createLoader, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { parseAsCursor } from "@/components/search-params";
import { ATTEMPT_RESULTS } from "@/features/deliveries/attempt-schema";
import type { AttemptFilters } from "@/features/deliveries/hooks";
import { openDeliverySearchParams } from "./search-params";

/** The attempt log's state in the URL. What it does not understand counts as not set. */
export const attemptSearchParams = {
  result: parseAsStringLiteral(ATTEMPT_RESULTS),
  cursor: parseAsCursor,
};

export const loadAttemptSearch = createLoader({ ...attemptSearchParams, ...openDeliverySearchParams });

type AttemptSearch = inferParserType<typeof attemptSearchParams>;

export function toAttemptFilters({ result, cursor }: AttemptSearch, subscriptionId: string): AttemptFilters {
  return { subscriptionId, result: result ?? undefined, cursor: cursor ?? undefined };
}
