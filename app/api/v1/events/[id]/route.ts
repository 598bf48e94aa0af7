import { methods, route } from "@/app/api/_lib/route";
import { getEventEndpoint } from "@/features/events/contract";
import { getEvent } from "@/features/events/queries";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(getEventEndpoint, ({ ctx, params }) => getEvent(ctx, params.id)),
});
