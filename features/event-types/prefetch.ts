import "server-only";
import type { QueryClient } from "@tanstack/react-query";
import { customEventTypesQuery } from "@/features/event-types/hooks";
import { listEventTypes } from "@/features/event-types/queries";
import type { Context } from "@/lib/context";

/** For pages whose menus list event types. */
export function prefetchCustomTypes(ctx: Context, queryClient: QueryClient): Promise<void> {
  return queryClient.prefetchQuery({
    ...customEventTypesQuery(),
    queryFn: async () => ({ data: await listEventTypes(ctx, { isCustom: "true" }), nextCursor: null }),
  });
}
