import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getMeEndpoint } from "@/features/auth/contract";
import { getMe } from "@/features/auth/queries";
import { updateProfileEndpoint } from "@/features/profile/contract";
import { updateProfile } from "@/features/profile/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getMeEndpoint, ({ ctx }) => getMe(ctx)),
  PATCH: route(updateProfileEndpoint, ({ ctx, body }) => updateProfile(ctx, body)),
});
