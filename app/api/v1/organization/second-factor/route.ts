import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getFactorPolicyEndpoint, updateFactorPolicyEndpoint } from "@/features/factors/contract";
import { getFactorPolicy, updateFactorPolicy } from "@/features/factors/policy";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getFactorPolicyEndpoint, ({ ctx }) => getFactorPolicy(ctx)),
  PATCH: route(updateFactorPolicyEndpoint, ({ ctx, body }) => updateFactorPolicy(ctx, body)),
});
