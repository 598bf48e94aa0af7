import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getEventEndpoint } from "@/features/events/contract";
import { getEvent } from "@/features/events/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getEventEndpoint, ({ ctx, params }) => getEvent(ctx, params.id)),
});
