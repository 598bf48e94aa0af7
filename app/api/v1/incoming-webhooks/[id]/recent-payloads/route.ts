import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listRecentPayloadsEndpoint } from "@/features/incoming-webhooks/contract";
import { listRecentPayloads } from "@/features/incoming-webhooks/recent-payloads";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listRecentPayloadsEndpoint, ({ ctx, params }) => listRecentPayloads(ctx, params.id)),
});
