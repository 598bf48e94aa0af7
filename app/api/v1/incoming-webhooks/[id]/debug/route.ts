import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { debugSignatureEndpoint } from "@/features/incoming-requests/contract";
import { debugSignature } from "@/features/incoming-requests/debug-signature";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(debugSignatureEndpoint, ({ ctx, params, body }) => debugSignature(ctx, params.id, body)),
});
