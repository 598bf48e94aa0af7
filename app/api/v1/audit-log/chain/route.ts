import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getAuditChainEndpoint } from "@/features/audit-log/contract";
import { getAuditChain } from "@/features/audit-log/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getAuditChainEndpoint, ({ ctx }) => getAuditChain(ctx)),
});
