import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { previewMappingEndpoint } from "@/features/incoming-webhooks/contract";
import { previewMapping } from "@/features/incoming-webhooks/preview";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(previewMappingEndpoint, async ({ ctx, body }) => previewMapping(ctx, body)),
});
