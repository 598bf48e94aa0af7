import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createTokenEndpoint, listTokensEndpoint } from "@/features/tokens/contract";
import { listTokens } from "@/features/tokens/queries";
import { createToken } from "@/features/tokens/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listTokensEndpoint, ({ ctx, query }) => listTokens(ctx, query)),
  POST: route(createTokenEndpoint, ({ ctx, body }) => createToken(ctx, body)),
});
