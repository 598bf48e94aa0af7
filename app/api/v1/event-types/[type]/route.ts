import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getEventTypeEndpoint } from "@/features/events/contract";
import { getEventType } from "@/features/events/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getEventTypeEndpoint, async ({ params }) => getEventType(params.type)),
});
