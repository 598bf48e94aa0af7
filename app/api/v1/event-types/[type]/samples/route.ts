import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { sampleEventTypeEndpoint } from "@/features/event-types/contract";
import { listSamples } from "@/features/event-types/samples";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(sampleEventTypeEndpoint, ({ ctx, params, query }) =>
    listSamples(ctx, params.type, query.format),
  ),
});
