import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import {
  deleteEventTypeEndpoint,
  getEventTypeEndpoint,
  updateEventTypeEndpoint,
} from "@/features/event-types/contract";
import { getEventType } from "@/features/event-types/queries";
import { deleteEventType, updateEventType } from "@/features/event-types/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getEventTypeEndpoint, ({ ctx, params }) => getEventType(ctx, params.type)),
  PATCH: route(updateEventTypeEndpoint, ({ ctx, params, body }) => updateEventType(ctx, params.type, body)),
  DELETE: route(deleteEventTypeEndpoint, ({ ctx, params }) => deleteEventType(ctx, params.type)),
});
