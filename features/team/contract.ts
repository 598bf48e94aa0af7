import * as z from "zod";
import { teamSchema } from "@/features/members/schema";
import {
  createInvitationsSchema,
  createTeamSchema,
  invitationSchema,
  listInvitationsQuerySchema,
  listSeenSecretsQuerySchema,
  removeUserQuerySchema,
  resentInvitationSchema,
  seenSecretSchema,
  sentInvitationsSchema,
  teamMembersSchema,
  updateTeamSchema,
  updateUserSchema,
  userDetailSchema,
} from "@/features/team/schema";
import { endpoint } from "@/lib/endpoint";
import { pageSchema } from "@/lib/pagination";
import { numericIdSchema } from "@/lib/wire-types";

const numberParams = z.object({ id: z.coerce.number().pipe(numericIdSchema) });
const uuidParams = z.object({ id: z.uuid() });

export const getUserEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/users/{id}",
  access: "team:read",
  summary: "Get a user",
  params: numberParams,
  response: userDetailSchema,
  status: 200,
});

export const updateUserEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/users/{id}",
  access: "team:write",
  sensitivity: "access",
  summary: "Change a user's role, disable or enable them",
  description:
    "Takes effect on their next call, of their tokens too. Disabling ends their sessions. A role that may do more than the caller can't be given (403), and the last active admin can't be demoted or disabled (409). Tokens whose present secret a disabled user was shown don't work until they are enabled again. Event subscriptions go by their owner's rights: name in `subscriptionsTo` who takes them over when those shrink.",
  params: numberParams,
  body: updateUserSchema,
  response: userDetailSchema,
  errors: { conflict: "The user is the last active admin." },
  status: 200,
});

export const removeUserEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/users/{id}",
  access: "team:write",
  sensitivity: "access",
  summary: "Remove a user from the organization",
  description:
    "Ends their sessions, and every API token whose present secret they were shown; what they did stays on record. While they own active tokens, say what happens to those: `transferTo` or `tokens=revoke`, else the answer is 409. Secrets of subscriptions and incoming webhooks that they know go on working: GET /api/v1/seen-secrets?userId= lists them. The last active admin can't be removed (409).",
  params: numberParams,
  query: removeUserQuerySchema,
  response: z.void(),
  errors: {
    conflict:
      "The user is the last active admin, or owns active tokens and the call doesn't say what happens to them.",
  },
  status: 204,
});

export const resetFactorsEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/users/{id}/factors",
  access: "team:write",
  sensitivity: "access",
  summary: "Reset a user's second factors",
  description:
    "For somebody who has lost them: takes all away with the recovery codes, ends their sessions and mails them. They sign in with the password alone, and add one again if their role needs it. Nobody's who may do more than the caller (403).",
  params: numberParams,
  response: z.void(),
  errors: { conflict: "It is yourself, or a member of another organization, too." },
  status: 204,
});

export const listSeenSecretsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/seen-secrets",
  access: "team:write",
  summary: "List secrets that somebody was shown",
  description:
    "The secrets of event subscriptions and incoming webhooks that a user, or anybody who was removed or disabled, was shown and that are still in use. None ends by itself: rotate them, with an overlap.",
  query: listSeenSecretsQuerySchema,
  response: pageSchema(seenSecretSchema),
  status: 200,
});

export const listInvitationsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/invitations",
  access: "team:read",
  summary: "List invitations",
  query: listInvitationsQuerySchema,
  response: pageSchema(invitationSchema),
  status: 200,
});

export const createInvitationsEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/invitations",
  access: "team:write",
  sensitivity: "access",
  summary: "Invite people",
  description:
    "All or none. Each link is in this answer only, works once, and is mailed as well when a mail server is set up. An address that belongs to a user or was invited already is 409.",
  body: createInvitationsSchema,
  response: sentInvitationsSchema,
  errors: {
    conflict: "An address belongs to a user of the organization, or was invited already; issues says which.",
  },
  status: 201,
});

export const getInvitationEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/invitations/{id}",
  access: "team:read",
  summary: "Get an invitation",
  params: uuidParams,
  response: invitationSchema,
  status: 200,
});

export const revokeInvitationEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/invitations/{id}",
  access: "team:write",
  sensitivity: "access",
  summary: "Revoke an invitation",
  description:
    "Its link stops working. Revoking twice is fine; one that was accepted can't be revoked (409).",
  params: uuidParams,
  response: z.void(),
  errors: { conflict: "It was accepted already." },
  status: 204,
});

export const resendInvitationEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/invitations/{id}/resend",
  access: "team:write",
  sensitivity: "access",
  summary: "Make a new link for an invitation",
  description: "The link before stops working, and the time to accept starts again.",
  params: uuidParams,
  response: resentInvitationSchema,
  errors: { conflict: "It was accepted or revoked." },
  status: 200,
});

export const createTeamEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/teams",
  access: "team:write",
  summary: "Create a team",
  body: createTeamSchema,
  response: teamSchema,
  errors: { conflict: "Another team has the name." },
  status: 201,
});

export const getTeamEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/teams/{id}",
  access: "team:read",
  summary: "Get a team",
  params: numberParams,
  response: teamSchema,
  status: 200,
});

export const updateTeamEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/teams/{id}",
  access: "team:write",
  summary: "Rename a team",
  params: numberParams,
  body: updateTeamSchema,
  response: teamSchema,
  errors: { conflict: "Another team has the name." },
  status: 200,
});

export const deleteTeamEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/teams/{id}",
  access: "team:write",
  sensitivity: "data",
  summary: "Delete a team",
  description: "Its members stay users. A team that a subscription names can't be deleted (409).",
  params: numberParams,
  response: z.void(),
  errors: { conflict: "A subscription names the team." },
  status: 204,
});

export const setTeamMembersEndpoint = endpoint({
  method: "PUT",
  path: "/api/v1/teams/{id}/members",
  access: "team:write",
  summary: "Set a team's members",
  description: "Replaces the whole list.",
  params: numberParams,
  body: teamMembersSchema,
  response: teamSchema,
  status: 200,
});
