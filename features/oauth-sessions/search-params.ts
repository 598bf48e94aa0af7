import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { parseAsCursor } from "@/components/search-params";
import { type ListOAuthSessionsQuery, SESSION_STATUSES } from "@/features/oauth-sessions/schema";
import { PAGE_LIMIT } from "@/lib/pagination";

const Q_MAX = 120;

/** The state of an app's list in the URL; what cannot be read counts as absent. */
export const sessionFilterParsers = {
  status: parseAsStringLiteral(SESSION_STATUSES),
  q: parseAsString.withDefault(""),
  cursor: parseAsCursor,
};

export const loadSessionFilters = createLoader(sessionFilterParsers);

export type SessionFilters = Awaited<ReturnType<typeof loadSessionFilters>>;

export function toListQuery(clientId: string, { status, q, cursor }: SessionFilters): ListOAuthSessionsQuery {
  return {
    clientId,
    limit: PAGE_LIMIT,
    status: status ?? undefined,
    q: q.trim().slice(0, Q_MAX) || undefined,
    cursor: cursor ?? undefined,
  };
}
