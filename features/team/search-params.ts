import { createLoader, createSerializer, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { parseAsMatching } from "@/components/search-params";
import { listInvitationsQuery, listUsersQuery } from "@/features/team/list-query";
import { PAGE_LIMIT } from "@/lib/page-limit";

export const TABS = ["members", "invitations", "teams", "roles"] as const;
export type Tab = (typeof TABS)[number];

/** What the lists give out, in base64url: numbers and UUIDs. */
const cursor = parseAsMatching(/^[\w-]{1,48}$/);

const users = listSearch(listUsersQuery, { role: "role", status: "status", q: "q" });
const invitations = listSearch(listInvitationsQuery, { invitation: "status" });

export const memberSearchParams = { ...users.params, cursor };
export const invitationSearchParams = { ...invitations.params, cursor };
export const teamListSearchParams = { cursor };

/** Of the page, whichever tab is open. */
const teamSearchParams = {
  tab: parseAsStringLiteral(TABS).withDefault("members"),
  ...memberSearchParams,
  ...invitationSearchParams,
};

export const loadTeamSearch = createLoader(teamSearchParams);
export const teamTabHref = createSerializer(teamSearchParams);

export type TeamSearch = inferParserType<typeof teamSearchParams>;

export const toUsersQuery = users.toQuery;
export const toInvitationsQuery = invitations.toQuery;

export function toTeamsQuery(search: Pick<TeamSearch, "cursor">) {
  return { limit: PAGE_LIMIT, cursor: search.cursor ?? undefined };
}
