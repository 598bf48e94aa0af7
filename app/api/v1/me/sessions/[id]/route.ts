import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { endSessionEndpoint } from "@/features/profile/contract";
import { endSession } from "@/features/profile/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(endSessionEndpoint, ({ ctx, params }) => endSession(ctx, params.id)),
});
