import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { startPasskey } from "@/features/factors/add";
import { startPasskeyEndpoint } from "@/features/factors/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(startPasskeyEndpoint, async ({ ctx }) => ({ ...(await startPasskey(ctx)) })),
});
