import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { parseAsCursor } from "@/components/search-params";
import { OAUTH_CLIENT_TYPES } from "@/db/enums";
import { type ListOAuthClientsQuery, OAUTH_CLIENT_STATUSES } from "@/features/oauth-clients/schema";
import { PAGE_LIMIT } from "@/lib/pagination";

const Q_MAX = 120;

/** The list's state in the URL; what cannot be read counts as absent. */
export const oauthClientFilterParsers = {
  status: parseAsStringLiteral(OAUTH_CLIENT_STATUSES),
  type: parseAsStringLiteral(OAUTH_CLIENT_TYPES),
  q: parseAsString.withDefault(""),
  cursor: parseAsCursor,
};

export const loadOAuthClientFilters = createLoader(oauthClientFilterParsers);

export type OAuthClientFilters = Awaited<ReturnType<typeof loadOAuthClientFilters>>;

export function toListQuery({ status, type, q, cursor }: OAuthClientFilters): ListOAuthClientsQuery {
  return {
    limit: PAGE_LIMIT,
    status: status ?? undefined,
    type: type ?? undefined,
    q: q.trim().slice(0, Q_MAX) || undefined,
    cursor: cursor ?? undefined,
  };
}
