import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { reprocessRequestEndpoint } from "@/features/incoming-requests/contract";
import { reprocessRequest } from "@/features/incoming-requests/reprocess";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(reprocessRequestEndpoint, ({ ctx, params }) =>
    reprocessRequest(ctx, params.id, params.requestId),
  ),
});
