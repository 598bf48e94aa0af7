import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type * as z from "zod";
import { type RangeValue, rangeBounds } from "@/components/range";
import { useCan } from "@/features/auth/hooks";
import { activeUsersQuery, CHOICE_LIMIT, teamsQuery } from "@/features/members/hooks";
import type { BulkUpdateTickets } from "@/features/tickets/bulk-schema";
import type { createCommentSchema } from "@/features/tickets/comment-schema";
import {
  bulkUpdateTicketsEndpoint,
  countPluginTicketsEndpoint,
  countTicketsEndpoint,
  createCommentEndpoint,
  createTicketEndpoint,
  deleteTicketEndpoint,
  extractDiagnosticsEndpoint,
  getTicketEndpoint,
  getTicketReadEndpoint,
  listCommentsEndpoint,
  listTicketActivityEndpoint,
  listTicketsEndpoint,
  markTicketReadEndpoint,
  mergeTicketEndpoint,
  updateTicketEndpoint,
  viewTicketEndpoint,
} from "@/features/tickets/contract";
import type { createTicketSchema, ListTicketsQuery, UpdateTicket } from "@/features/tickets/schema";
import { traceKeys } from "@/features/trace/hooks";
import { callEndpoint } from "@/lib/api-client";
import { PAGE_LIMIT } from "@/lib/page-limit";
import { SECOND_MS } from "@/lib/time";

export const TICKET_TABS = ["open", "mine", "unassigned", "all"] as const;
export type TicketTab = (typeof TICKET_TABS)[number];

export const REFRESH_MS = 10 * SECOND_MS;
const PRESENCE_MS = 10 * SECOND_MS;
export const COMMENTS_PER_PAGE = 50;

export interface TicketFilters extends Omit<ListTicketsQuery, "limit" | "from" | "to"> {
  tab: TicketTab;
  /** Null for any time. */
  range: RangeValue | null;
}

const ticketKeys = {
  all: ["tickets"] as const,
  lists: ["tickets", "list"] as const,
  list: (filters: TicketFilters) => [...ticketKeys.lists, filters] as const,
  counts: ["tickets", "counts"] as const,
  one: (id: string) => [...ticketKeys.all, "one", id] as const,
  detail: (id: string) => [...ticketKeys.one(id), "detail"] as const,
  comments: (id: string) => [...ticketKeys.one(id), "comments"] as const,
  read: (id: string) => [...ticketKeys.one(id), "read"] as const,
  activity: (id: string) => [...ticketKeys.one(id), "activity"] as const,
  plugins: (id: string) => [...ticketKeys.one(id), "plugins"] as const,
};

/** What the API is asked for: a tab is what it stands for unless a filter says otherwise. */
export function toListQuery({ tab, range, ...filters }: TicketFilters, now: number): ListTicketsQuery {
  return {
    ...filters,
    limit: PAGE_LIMIT,
    status: filters.status ?? (tab === "all" ? undefined : ["open", "pending"]),
    assigneeId: tabAssignee(tab) ?? filters.assigneeId,
    ...(range && rangeBounds(range, now)),
  };
}

function tabAssignee(tab: TicketTab) {
  if (tab === "mine") return "me";
  return tab === "unassigned" ? "none" : undefined;
}

export function ticketsQuery(filters: TicketFilters) {
  return queryOptions({
    queryKey: ticketKeys.list(filters),
    queryFn: ({ signal }) =>
      callEndpoint(listTicketsEndpoint, { query: toListQuery(filters, Date.now()), signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function ticketCountsQuery() {
  return queryOptions({
    queryKey: ticketKeys.counts,
    queryFn: ({ signal }) => callEndpoint(countTicketsEndpoint, { signal }),
  });
}

export function ticketQuery(id: string) {
  return queryOptions({
    queryKey: ticketKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getTicketEndpoint, { params: { id }, signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** The conversation from its end; each further page is older. */
export function commentsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ticketKeys.comments(id),
    queryFn: ({ pageParam, signal }) =>
      callEndpoint(listCommentsEndpoint, {
        params: { id },
        query: { order: "desc", limit: COMMENTS_PER_PAGE, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** How far the viewer had read when they opened the ticket; after that it is told, not asked. */
export function ticketReadQuery(id: string) {
  return queryOptions({
    queryKey: ticketKeys.read(id),
    queryFn: ({ signal }) => callEndpoint(getTicketReadEndpoint, { params: { id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function ticketActivityQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ticketKeys.activity(id),
    queryFn: ({ pageParam, signal }) =>
      callEndpoint(listTicketActivityEndpoint, {
        params: { id },
        query: { limit: COMMENTS_PER_PAGE, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** Says that the ticket is open here, again and again, and learns who else has it open. */
export function ticketViewersQuery(id: string, isReplying: boolean) {
  return queryOptions({
    queryKey: [...ticketKeys.one(id), "viewers", isReplying] as const,
    queryFn: ({ signal }) =>
      callEndpoint(viewTicketEndpoint, { params: { id }, body: { isReplying }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: PRESENCE_MS,
    retry: false,
  });
}

/** Whom and which team a ticket can be given to, as far as the viewer may know. */
export function useTicketOptions() {
  const isAllowed = useCan("team:read");
  const users = useQuery({ ...activeUsersQuery(), enabled: isAllowed });
  const teams = useQuery({ ...teamsQuery({ limit: CHOICE_LIMIT }), enabled: isAllowed });
  return { users: users.data?.data ?? [], teams: teams.data?.data ?? [] };
}

export function useCreateTicket() {
  const refresh = useRefreshTickets();
  return useMutation({
    mutationFn: (body: z.input<typeof createTicketSchema>) => callEndpoint(createTicketEndpoint, { body }),
    onSuccess: refresh,
  });
}

export function useUpdateTicket(id: string) {
  const queryClient = useQueryClient();
  const refresh = useRefreshTickets();
  return useMutation({
    mutationFn: (body: UpdateTicket) => callEndpoint(updateTicketEndpoint, { params: { id }, body }),
    onSuccess: (ticket) => {
      queryClient.setQueryData(ticketQuery(id).queryKey, ticket);
      void refresh();
    },
  });
}

/** How many other open tickets have the ticket's plugins; counted once, as it is seldom news. */
export function pluginTicketsQuery(id: string) {
  return queryOptions({
    queryKey: ticketKeys.plugins(id),
    queryFn: ({ signal }) => callEndpoint(countPluginTicketsEndpoint, { params: { id }, signal }),
  });
}

/** Without a comment's id it is the opening text that is read. */
export function useExtractDiagnostics(id: string) {
  const queryClient = useQueryClient();
  const refresh = useRefreshTickets();
  return useMutation({
    mutationFn: (commentId: string | undefined) =>
      callEndpoint(extractDiagnosticsEndpoint, { params: { id }, body: { commentId } }),
    onSuccess: (ticket) => {
      queryClient.setQueryData(ticketQuery(id).queryKey, ticket);
      void refresh();
    },
  });
}

export function useBulkUpdateTickets() {
  const refresh = useRefreshTickets();
  return useMutation({
    mutationFn: (body: BulkUpdateTickets) => callEndpoint(bulkUpdateTicketsEndpoint, { body }),
    onSuccess: refresh,
  });
}

/** Leaves the deleted ticket's own queries alone: fetching those again would only find nothing. */
export function useDeleteTicket() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(deleteTicketEndpoint, { params: { id } }),
    onSuccess: () =>
      Promise.all(
        [ticketKeys.lists, ticketKeys.counts].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  });
}

export function useMergeTicket(id: string) {
  const refresh = useRefreshTickets();
  return useMutation({
    mutationFn: (intoId: string) => callEndpoint(mergeTicketEndpoint, { params: { id }, body: { intoId } }),
    onSuccess: refresh,
  });
}

export function useAddComment(id: string) {
  const refresh = useRefreshTickets();
  return useMutation({
    mutationFn: ({
      idempotencyKey,
      ...body
    }: z.input<typeof createCommentSchema> & { idempotencyKey: string }) =>
      callEndpoint(createCommentEndpoint, { params: { id }, body, idempotencyKey }),
    onSuccess: () => void refresh(),
  });
}

export function useMarkTicketRead(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (commentId: string | null) =>
      callEndpoint(markTicketReadEndpoint, { params: { id }, body: { commentId } }),
    onSuccess: (read) => {
      queryClient.setQueryData(ticketReadQuery(id).queryKey, read);
      return queryClient.invalidateQueries({ queryKey: ticketKeys.lists });
    },
  });
}

function useRefreshTickets() {
  const queryClient = useQueryClient();
  return () =>
    // What is done to a ticket makes events, which its trace shows.
    Promise.all(
      [ticketKeys.all, traceKeys.all].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
}
