import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getAuditChainEndpoint } from "@/features/audit/contract";
import { getAuditChain } from "@/features/audit/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getAuditChainEndpoint, ({ ctx }) => getAuditChain(ctx)),
});
