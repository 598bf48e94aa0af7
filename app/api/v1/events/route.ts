import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listEventsEndpoint, publishEventsEndpoint } from "@/features/events/contract";
import { publishEvent, publishEvents } from "@/features/events/publish";
import { listEvents } from "@/features/events/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listEventsEndpoint, ({ ctx, query }) => listEvents(ctx, query)),
  POST: route(publishEventsEndpoint, async ({ ctx, body }) => {
    if ("events" in body) return { data: await publishEvents(ctx, body.events) };
    return publishEvent(ctx, body);
  }),
});
