import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { resendInvitationEndpoint } from "@/features/team/contract";
import { resendInvitation } from "@/features/team/invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(resendInvitationEndpoint, ({ ctx, params }) => resendInvitation(ctx, params.id)),
});
