import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getAuditEntryEndpoint } from "@/features/audit-log/contract";
import { getAuditEntry } from "@/features/audit-log/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getAuditEntryEndpoint, ({ ctx, params }) => getAuditEntry(ctx, params.id)),
});
