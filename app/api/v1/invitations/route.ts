import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createInvitationsEndpoint, listInvitationsEndpoint } from "@/features/team/contract";
import { listInvitations } from "@/features/team/invitations";
import { createInvitations } from "@/features/team/invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listInvitationsEndpoint, ({ ctx, query }) => listInvitations(ctx, query)),
  POST: route(createInvitationsEndpoint, ({ ctx, body }) => createInvitations(ctx, body)),
});
