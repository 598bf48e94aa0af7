import { listAuditLogQuerySchema } from "@/features/audit-log/schema";
import { queryFields } from "@/lib/query-fields";

export const listAuditLogQuery = queryFields(listAuditLogQuerySchema);
