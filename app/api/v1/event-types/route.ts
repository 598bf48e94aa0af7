import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listEventTypesEndpoint } from "@/features/events/contract";
import { listEventTypes } from "@/features/events/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listEventTypesEndpoint, async () => ({ data: listEventTypes(), nextCursor: null })),
});
