import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { exportAuditLogEndpoint } from "@/features/audit-log/contract";
import { exportAuditLog } from "@/features/audit-log/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(exportAuditLogEndpoint, ({ ctx, query }) => exportAuditLog(ctx, query)),
});
