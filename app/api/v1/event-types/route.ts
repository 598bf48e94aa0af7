import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createEventTypeEndpoint, listEventTypesEndpoint } from "@/features/event-types/contract";
import { listEventTypes } from "@/features/event-types/queries";
import { createEventType } from "@/features/event-types/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listEventTypesEndpoint, async ({ ctx, query }) => ({
    data: await listEventTypes(ctx, query),
    nextCursor: null,
  })),
  POST: route(createEventTypeEndpoint, ({ ctx, body }) => createEventType(ctx, body)),
});
