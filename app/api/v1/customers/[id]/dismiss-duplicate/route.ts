import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { dismissDuplicateEndpoint } from "@/features/customers/contract";
import { dismissDuplicate } from "@/features/customers/dismiss-duplicate";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(dismissDuplicateEndpoint, ({ ctx, params, body }) =>
    dismissDuplicate(ctx, params.id, body.customerId),
  ),
});
