import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listTeamsEndpoint } from "@/features/members/contract";
import { createTeamEndpoint } from "@/features/team/contract";
import { listTeams } from "@/features/team/queries";
import { createTeam } from "@/features/team/teams";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listTeamsEndpoint, ({ ctx, query }) => listTeams(ctx, query)),
  POST: route(createTeamEndpoint, ({ ctx, body }) => createTeam(ctx, body)),
});
