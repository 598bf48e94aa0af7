import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listUsersEndpoint } from "@/features/members/contract";
import { listUsers } from "@/features/team/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listUsersEndpoint, ({ ctx, query }) => listUsers(ctx, query)),
});
