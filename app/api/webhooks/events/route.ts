import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listRestHookEventsEndpoint } from "@/features/rest-hooks/contract";
import { REST_HOOK_EVENTS } from "@/features/rest-hooks/schema";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listRestHookEventsEndpoint, async () => [...REST_HOOK_EVENTS]),
});
