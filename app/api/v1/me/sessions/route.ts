import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { endOtherSessionsEndpoint, listSessionsEndpoint } from "@/features/profile/contract";
import { listSessions } from "@/features/profile/queries";
import { endOtherSessions } from "@/features/profile/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listSessionsEndpoint, ({ ctx, query }) => listSessions(ctx, query)),
  DELETE: route(endOtherSessionsEndpoint, ({ ctx }) => endOtherSessions(ctx)),
});
