import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listAuditLogEndpoint } from "@/features/audit-log/contract";
import { listAuditLog } from "@/features/audit-log/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listAuditLogEndpoint, ({ ctx, query }) => listAuditLog(ctx, query)),
});
