import * as z from "zod";
import { EXPORT_LIMIT } from "@/features/audit-log/export-formats";
import {
  auditChainSchema,
  auditEntrySchema,
  auditExportSchema,
  auditPageSchema,
  exportAuditLogQuerySchema,
  listAuditLogQuerySchema,
} from "@/features/audit-log/schema";
import { endpoint } from "@/lib/endpoint";

export const listAuditLogEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/audit-log",
  access: "audit_log:read",
  summary: "List the audit log",
  description:
    "Who did what, newest first: every change by a member, a token or Replify itself. Entries are never changed or deleted.",
  query: listAuditLogQuerySchema,
  response: auditPageSchema,
  status: 200,
});

export const exportAuditLogEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/audit-log/export",
  access: "audit_log:read",
  sensitivity: "data",
  summary: "Export the audit log",
  description: `The entries that the filters match, newest first, as a download of up to ${EXPORT_LIMIT} entries; the header X-Replify-Truncated and the end of the file say when there were more. CSV is UTF-8 with a byte order mark, or Excel would not read it as UTF-8, and a cell that a spreadsheet could take for a formula begins with an apostrophe. The export is itself an entry of the log.`,
  query: exportAuditLogQuerySchema,
  response: auditExportSchema,
  produces: ["text/csv", "application/json"],
  status: 200,
});

export const getAuditChainEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/audit-log/chain",
  access: "audit_log:read",
  summary: "Get the end of the audit log's chain",
  description:
    "Each entry is linked to the one before by a hash, so that none can be changed or removed unnoticed. This tells how far the chain reaches; `npm run audit:verify` recomputes all of it.",
  response: auditChainSchema,
  status: 200,
});

export const getAuditEntryEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/audit-log/{id}",
  access: "audit_log:read",
  summary: "Get an entry of the audit log",
  params: z.object({ id: z.uuid() }),
  response: auditEntrySchema,
  status: 200,
});
