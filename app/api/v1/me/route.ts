import { methods, route } from "@/app/api/_lib/route";
import { getMeEndpoint } from "@/features/auth/contract";
import { getMe } from "@/features/auth/queries";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(getMeEndpoint, ({ ctx }) => getMe(ctx)),
});
