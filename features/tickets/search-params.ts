import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseRange } from "@/components/range";
import { parseAsMatching, parseAsUuid } from "@/components/search-params";
import { TICKET_PRIORITIES, TICKET_SOURCES, TICKET_STATUSES } from "@/db/enums";
import { DEFAULT_SORT } from "@/features/tickets/components/ticket-sort";
import { TICKET_TABS, type TicketFilters } from "@/features/tickets/hooks";
import { TICKET_SORTS } from "@/features/tickets/schema";

/** What a sort goes by, in base64url. */
const parseAsSortedCursor = parseAsMatching(/^[\w-]{1,200}$/);

/** The list's state in the URL. What it does not understand counts as not set. */
export const ticketSearchParams = {
  tab: parseAsStringLiteral(TICKET_TABS),
  status: parseAsArrayOf(parseAsStringLiteral(TICKET_STATUSES)),
  priority: parseAsArrayOf(parseAsStringLiteral(TICKET_PRIORITIES)),
  source: parseAsArrayOf(parseAsStringLiteral(TICKET_SOURCES)),
  assignee: parseAsMatching(/^(me|none|[1-9]\d{0,8})$/),
  team: parseAsMatching(/^[1-9]\d{0,8}$/),
  customer: parseAsUuid,
  tag: parseAsString,
  diagnostics: parseAsMatching(/^[^:]+:.+$/),
  q: parseAsString,
  range: parseAsString,
  from: parseAsString,
  to: parseAsString,
  sort: parseAsStringLiteral(TICKET_SORTS).withDefault(DEFAULT_SORT),
  cursor: parseAsSortedCursor,
};

export const loadTicketSearch = createLoader(ticketSearchParams);

/** The list's address for a search. */
export const ticketListHref = createSerializer(ticketSearchParams);

export type TicketSearch = inferParserType<typeof ticketSearchParams>;

export function toTicketFilters(search: TicketSearch): TicketFilters {
  const hasRange = search.range !== null || search.from !== null;
  return {
    tab: search.tab ?? "open",
    status: listOrNone(search.status),
    priority: listOrNone(search.priority),
    source: listOrNone(search.source),
    assigneeId: toAssignee(search.assignee),
    teamId: search.team === null ? undefined : Number(search.team),
    customerId: search.customer ?? undefined,
    tag: search.tag?.trim().slice(0, 60) || undefined,
    diagnostics: search.diagnostics?.slice(0, 200) ?? undefined,
    q: search.q?.trim().slice(0, 120) || undefined,
    range: hasRange ? parseRange(search) : null,
    sort: search.sort,
    cursor: search.cursor ?? undefined,
  };
}

function listOrNone<Value>(values: Value[] | null): Value[] | undefined {
  return values && values.length > 0 ? values : undefined;
}

function toAssignee(text: string | null): TicketFilters["assigneeId"] {
  if (text === null) return undefined;
  return text === "me" || text === "none" ? text : Number(text);
}
