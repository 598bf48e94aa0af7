import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { discardHeldEventsEndpoint } from "@/features/subscriptions/contract";
import { discardHeldEvents } from "@/features/subscriptions/discard-held";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(discardHeldEventsEndpoint, ({ ctx, params, body }) => discardHeldEvents(ctx, params.id, body)),
});
