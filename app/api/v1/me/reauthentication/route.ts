import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { addSessionCookie } from "@/features/auth/session-cookie";
import { reauthenticateSessionEndpoint } from "@/features/profile/contract";
import { reauthenticate } from "@/features/profile/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(reauthenticateSessionEndpoint, async ({ ctx, body, headers }) =>
    addSessionCookie(headers, await reauthenticate(ctx, body)),
  ),
});
