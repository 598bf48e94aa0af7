import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getInvitationEndpoint, revokeInvitationEndpoint } from "@/features/team/contract";
import { getInvitation } from "@/features/team/invitations";
import { revokeInvitation } from "@/features/team/invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getInvitationEndpoint, ({ ctx, params }) => getInvitation(ctx, params.id)),
  DELETE: route(revokeInvitationEndpoint, ({ ctx, params }) => revokeInvitation(ctx, params.id)),
});
