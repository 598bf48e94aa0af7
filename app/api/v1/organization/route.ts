import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getOrganizationEndpoint, updateOrganizationEndpoint } from "@/features/organizations/contract";
import { getOrganization } from "@/features/organizations/queries";
import { updateOrganization } from "@/features/organizations/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getOrganizationEndpoint, ({ ctx }) => getOrganization(ctx)),
  PATCH: route(updateOrganizationEndpoint, ({ ctx, body }) => updateOrganization(ctx, body)),
});
