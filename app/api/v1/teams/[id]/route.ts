import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { deleteTeamEndpoint, getTeamEndpoint, updateTeamEndpoint } from "@/features/team/contract";
import { getTeam } from "@/features/team/queries";
import { deleteTeam, updateTeam } from "@/features/team/teams";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getTeamEndpoint, ({ ctx, params }) => getTeam(ctx, params.id)),
  PATCH: route(updateTeamEndpoint, ({ ctx, params, body }) => updateTeam(ctx, params.id, body)),
  DELETE: route(deleteTeamEndpoint, ({ ctx, params }) => deleteTeam(ctx, params.id)),
});
