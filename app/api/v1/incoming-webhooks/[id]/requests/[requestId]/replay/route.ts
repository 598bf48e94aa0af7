import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { replayIncomingRequestEndpoint } from "@/features/incoming-requests/contract";
import { replayRequest } from "@/features/incoming-requests/replay";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(replayIncomingRequestEndpoint, ({ ctx, params }) =>
    replayRequest(ctx, params.id, params.requestId),
  ),
});
