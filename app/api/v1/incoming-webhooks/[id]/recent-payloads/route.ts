import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listRecentPayloads } from "@/features/incoming-requests/recent-payloads";
import { listRecentPayloadsEndpoint } from "@/features/incoming-webhooks/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listRecentPayloadsEndpoint, ({ ctx, params }) => listRecentPayloads(ctx, params.id)),
});
