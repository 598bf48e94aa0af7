import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { setTeamMembersEndpoint } from "@/features/team/contract";
import { setTeamMembers } from "@/features/team/teams";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(setTeamMembersEndpoint, ({ ctx, params, body }) => setTeamMembers(ctx, params.id, body.userIds)),
});
