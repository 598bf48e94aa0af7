import { methods, route } from "@/app/api/_lib/route";
import { listEventTypesEndpoint } from "@/features/events/contract";
import { listEventTypes } from "@/features/events/queries";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(listEventTypesEndpoint, async () => ({ data: listEventTypes(), nextCursor: null })),
});
