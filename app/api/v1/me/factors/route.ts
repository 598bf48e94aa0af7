import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getOwnFactorsEndpoint } from "@/features/factors/contract";
import { getOwnFactors } from "@/features/factors/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getOwnFactorsEndpoint, ({ ctx }) => getOwnFactors(ctx)),
});
