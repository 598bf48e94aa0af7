import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createRestHookEndpoint, listRestHooksEndpoint } from "@/features/rest-hooks/contract";
import { listRestHooks } from "@/features/rest-hooks/queries";
import { createRestHook } from "@/features/rest-hooks/service";
import { env } from "@/lib/env";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listRestHooksEndpoint, ({ ctx }) => listRestHooks(ctx)),
  POST: route(createRestHookEndpoint, async ({ ctx, body, headers }) => {
    const id = await createRestHook(ctx, body);
    headers.set("location", new URL(`/api/webhooks/${id}`, env.APP_URL).href);
    return {};
  }),
});
