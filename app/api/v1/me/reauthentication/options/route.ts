import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { startReauthenticationEndpoint } from "@/features/profile/contract";
import { startReauthentication } from "@/features/profile/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(startReauthenticationEndpoint, async ({ ctx }) => ({ ...(await startReauthentication(ctx)) })),
});
