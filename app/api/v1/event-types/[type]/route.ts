import { methods, route } from "@/app/api/_lib/route";
import { getEventTypeEndpoint } from "@/features/events/contract";
import { getEventType } from "@/features/events/queries";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(getEventTypeEndpoint, async ({ params }) => getEventType(params.type)),
});
