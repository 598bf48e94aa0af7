import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { resetFactorsEndpoint } from "@/features/team/contract";
import { resetFactors } from "@/features/team/reset-factors";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(resetFactorsEndpoint, ({ ctx, params }) => resetFactors(ctx, params.id)),
});
