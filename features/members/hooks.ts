import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { listTeamsEndpoint, listUsersEndpoint } from "@/features/members/contract";
import type { ListUsersQuery } from "@/features/members/schema";
import { callEndpoint } from "@/lib/api-client";

export const userKeys = {
  all: ["users"] as const,
  lists: ["users", "list"] as const,
  list: (query: ListUsersQuery) => [...userKeys.lists, query] as const,
  detail: (id: number) => [...userKeys.all, "detail", id] as const,
};
export const teamKeys = {
  all: ["teams"] as const,
  list: (query: { limit: number; cursor?: string | undefined }) => [...teamKeys.all, "list", query] as const,
};

/** As many as one page can hold: what a choice among people offers. */
export const CHOICE_LIMIT = 100;

export function usersQuery(query: ListUsersQuery) {
  return queryOptions({
    queryKey: userKeys.list(query),
    queryFn: ({ signal }) => callEndpoint(listUsersEndpoint, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Whom something can be given to. */
export function activeUsersQuery() {
  return usersQuery({ limit: CHOICE_LIMIT, status: "active" });
}

export function teamsQuery(query: { limit: number; cursor?: string | undefined }) {
  return queryOptions({
    queryKey: teamKeys.list(query),
    queryFn: ({ signal }) => callEndpoint(listTeamsEndpoint, { query, signal }),
    placeholderData: keepPreviousData,
  });
}
