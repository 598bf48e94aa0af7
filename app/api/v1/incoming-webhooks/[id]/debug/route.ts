import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { debugSignatureEndpoint } from "@/features/incoming-webhooks/contract";
import { debugSignature } from "@/features/incoming-webhooks/debug";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(debugSignatureEndpoint, ({ ctx, params, body }) => debugSignature(ctx, params.id, body)),
});
