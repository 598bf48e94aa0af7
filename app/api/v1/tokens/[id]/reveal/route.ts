import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { revealTokenEndpoint } from "@/features/tokens/contract";
import { revealToken } from "@/features/tokens/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(revealTokenEndpoint, ({ ctx, params }) => revealToken(ctx, params.id)),
});
