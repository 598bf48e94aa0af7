import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseAsMatching } from "@/components/search-params";
import { type ListUsersQuery, USER_STATUSES } from "@/features/members/schema";
import { INVITATION_STATUSES, type ListInvitationsQuery } from "@/features/team/schema";
import { PAGE_LIMIT } from "@/lib/pagination";
import { ROLES } from "@/lib/roles";

export const TABS = ["members", "invitations", "teams", "roles"] as const;
export type Tab = (typeof TABS)[number];

/** The page's state in the URL. What it does not understand counts as not set. */
export const teamSearchParams = {
  tab: parseAsStringLiteral(TABS).withDefault("members"),
  role: parseAsStringLiteral(ROLES),
  /** Of users. */
  status: parseAsStringLiteral(USER_STATUSES),
  /** Of invitations. */
  invitation: parseAsStringLiteral(INVITATION_STATUSES),
  q: parseAsString,
  /** What the lists give out, in base64url: numbers and UUIDs. */
  cursor: parseAsMatching(/^[\w-]{1,48}$/),
};

export const loadTeamSearch = createLoader(teamSearchParams);
export const teamTabHref = createSerializer(teamSearchParams);

export type TeamSearch = inferParserType<typeof teamSearchParams>;

export function toUsersQuery({ role, status, q, cursor }: TeamSearch): ListUsersQuery {
  return {
    limit: PAGE_LIMIT,
    role: role ?? undefined,
    status: status ?? undefined,
    q: q?.trim().slice(0, 120) || undefined,
    cursor: cursor ?? undefined,
  };
}

export function toInvitationsQuery({ invitation, cursor }: TeamSearch): ListInvitationsQuery {
  return { limit: PAGE_LIMIT, status: invitation ?? undefined, cursor: cursor ?? undefined };
}

export function toTeamsQuery({ cursor }: TeamSearch): { limit: number; cursor: string | undefined } {
  return { limit: PAGE_LIMIT, cursor: cursor ?? undefined };
}
