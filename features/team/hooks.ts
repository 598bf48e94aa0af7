import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type * as z from "zod";
import { meQuery } from "@/features/auth/hooks";
import { CHOICE_LIMIT, teamKeys, userKeys, usersQuery } from "@/features/members/hooks";
import {
  createInvitationsEndpoint,
  createTeamEndpoint,
  deleteTeamEndpoint,
  getUserEndpoint,
  listInvitationsEndpoint,
  listSeenSecretsEndpoint,
  removeUserEndpoint,
  resendInvitationEndpoint,
  resetFactorsEndpoint,
  revokeInvitationEndpoint,
  setTeamMembersEndpoint,
  updateTeamEndpoint,
  updateUserEndpoint,
} from "@/features/team/contract";
import type {
  createInvitationsSchema,
  ListInvitationsQuery,
  RemoveUserQuery,
  UpdateUser,
} from "@/features/team/schema";
import { callEndpoint } from "@/lib/api-client";

const seenSecretKeys = { all: ["seen-secrets"] as const };
const invitationKeys = {
  all: ["invitations"] as const,
  list: (query: ListInvitationsQuery) => [...invitationKeys.all, "list", query] as const,
};
export function userQuery(id: number) {
  return queryOptions({
    queryKey: userKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getUserEndpoint, { params: { id }, signal }),
  });
}

/** What a user knows, or all who left; for those who may change the team. */
export function seenSecretsQuery(userId?: number) {
  const query = { limit: CHOICE_LIMIT, ...(userId !== undefined && { userId }) };
  return queryOptions({
    queryKey: [...seenSecretKeys.all, userId ?? "former"],
    queryFn: ({ signal }) => callEndpoint(listSeenSecretsEndpoint, { query, signal }),
  });
}

/** Two are enough to know whether there is more than one. */
export function activeAdminsQuery() {
  return usersQuery({ limit: 2, role: "admin", status: "active" });
}

/** The only active admin's id; null while there are others, or it isn't known yet. */
export function useLastAdminId(): number | null {
  const admins = useQuery(activeAdminsQuery()).data?.data;
  return admins?.length === 1 ? (admins[0]?.id ?? null) : null;
}

export function invitationsQuery(query: ListInvitationsQuery) {
  return queryOptions({
    queryKey: invitationKeys.list(query),
    queryFn: ({ signal }) => callEndpoint(listInvitationsEndpoint, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useResetFactors() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => callEndpoint(resetFactorsEndpoint, { params: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: userKeys.all }),
  });
}

/** May change what the viewer themselves may do. */
export function useUpdateUser() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: UpdateUser & { id: number }) =>
      callEndpoint(updateUserEndpoint, { params: { id }, body }),
    onSuccess: async () => {
      // First, as whoever lowered themselves may no longer ask for all of the rest. What is on the screen
      // learns of it with its next render only, which may come after this.
      await queryClient.invalidateQueries({ queryKey: meQuery().queryKey });
      const mayWrite = queryClient.getQueryData(meQuery().queryKey)?.permissions.includes("team:write");
      await Promise.all(
        [userKeys.all, invitationKeys.all, ["subscriptions"], ...(mayWrite ? [seenSecretKeys.all] : [])].map(
          (queryKey) => queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
}

/** Leaves the removed user's own query alone: fetching that again would only find nothing. */
export function useRemoveUser() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...query }: RemoveUserQuery & { id: number }) =>
      callEndpoint(removeUserEndpoint, { params: { id }, query }),
    onSuccess: () =>
      Promise.all(
        [
          userKeys.lists,
          teamKeys.all,
          invitationKeys.all,
          seenSecretKeys.all,
          ["tokens"],
          ["subscriptions"],
        ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  });
}

/** The answer holds the links: keep it in local state, and refresh the list once they have been shown. */
export function useInvite() {
  return useMutation({
    mutationFn: (body: z.input<typeof createInvitationsSchema>) =>
      callEndpoint(createInvitationsEndpoint, { body }),
    gcTime: 0,
  });
}

/** As with `useInvite`. */
export function useResendInvitation() {
  return useMutation({
    mutationFn: (id: string) => callEndpoint(resendInvitationEndpoint, { params: { id } }),
    gcTime: 0,
  });
}

export function useRefreshInvitations(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: invitationKeys.all });
}

export function useRevokeInvitation() {
  const refresh = useRefreshInvitations();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(revokeInvitationEndpoint, { params: { id } }),
    onSuccess: refresh,
  });
}

export function useCreateTeam() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => callEndpoint(createTeamEndpoint, { body: { name } }),
    onSuccess: () => refreshTeams(queryClient),
  });
}

export function useRenameTeam() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: number; name: string }) =>
      callEndpoint(updateTeamEndpoint, { params: { id }, body: { name } }),
    onSuccess: () => refreshTeams(queryClient),
  });
}

export function useSetTeamMembers() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, userIds }: { id: number; userIds: number[] }) =>
      callEndpoint(setTeamMembersEndpoint, { params: { id }, body: { userIds } }),
    onSuccess: () => refreshTeams(queryClient),
  });
}

export function useDeleteTeam() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => callEndpoint(deleteTeamEndpoint, { params: { id } }),
    onSuccess: () => refreshTeams(queryClient),
  });
}

/** Users show their teams. */
async function refreshTeams(queryClient: QueryClient): Promise<void> {
  await Promise.all(
    [teamKeys.all, userKeys.all].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );
}
