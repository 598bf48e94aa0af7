import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { addSessionCookie } from "@/features/auth/session-cookie";
import { changePasswordEndpoint } from "@/features/profile/contract";
import { changePassword } from "@/features/profile/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(changePasswordEndpoint, async ({ ctx, body, headers }) =>
    addSessionCookie(headers, await changePassword(ctx, body)),
  ),
});
