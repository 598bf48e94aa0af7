import "server-only";
import { transaction } from "@/db/client";
import { recordAuditRow } from "@/features/audit/record";
import { csvHead, csvLine, csvRemark } from "@/features/audit-log/csv";
import { EXPORT_LIMIT } from "@/features/audit-log/export-formats";
import { hasMoreThan, readExportPage } from "@/features/audit-log/queries";
import type { AuditEntry, AuditFilters, ExportAuditLogQuery } from "@/features/audit-log/schema";
import { authorize, type Context } from "@/lib/context";
import { textStream } from "@/lib/text-stream";

const PAGE = 500;

interface Format {
  contentType: string;
  head: string;
  line(entry: AuditEntry, isFirst: boolean): string;
  tail(isCut: boolean): string;
}

const FORMATS: Record<ExportAuditLogQuery["format"], Format> = {
  csv: {
    contentType: "text/csv; charset=utf-8; header=present",
    head: csvHead(),
    line: csvLine,
    tail: (isCut) => (isCut ? csvRemark(CUT_REMARK) : ""),
  },
  json: {
    contentType: "application/json",
    head: '{"data":[',
    line: (entry, isFirst) => `${isFirst ? "\n" : ",\n"}${JSON.stringify(entry)}`,
    tail: (isCut) => `\n],"truncated":${isCut}}\n`,
  },
};

const CUT_REMARK = `Only the newest ${EXPORT_LIMIT} entries are here. Export the older ones with an earlier end of the time range.`;

/** A download of what the filters match at this moment. That it was made is written to the log before the first byte leaves. */
export async function exportAuditLog(
  ctx: Context,
  { format, ...filters }: ExportAuditLogQuery,
  limit = EXPORT_LIMIT,
): Promise<Response> {
  authorize(ctx, "audit_log:read");
  const before = await transaction(() =>
    recordAuditRow(ctx, {
      action: "audit_log.exported",
      target: { type: "audit_log", id: String(ctx.organizationId), name: "Audit log" },
      changes: Object.fromEntries(
        Object.entries({ format, ...filters })
          .filter(([, value]) => value !== undefined)
          .map(([field, to]) => [field, { from: null, to }]),
      ),
    }),
  );
  const isCut = await hasMoreThan(ctx, filters, { before, limit });
  const chunks = writeExport(ctx, filters, { format: FORMATS[format], before, limit, isCut });
  const day = new Date().toISOString().slice(0, 10);
  return new Response(textStream(chunks, ctx.requestId), {
    headers: {
      "content-type": FORMATS[format].contentType,
      "content-disposition": `attachment; filename="audit-log-${day}${isCut ? "-cut" : ""}.${format}"`,
      ...(isCut ? { "x-replify-truncated": "true" } : {}),
    },
  });
}

interface Export {
  format: Format;
  before: string;
  limit: number;
  isCut: boolean;
}

/** One page at a time is in memory, and none is read before the last one was taken. */
async function* writeExport(
  ctx: Context,
  filters: AuditFilters,
  { format, before, limit, isCut }: Export,
): AsyncGenerator<string> {
  yield format.head;
  let after = before;
  for (let written = 0; written < limit; ) {
    const wanted = Math.min(PAGE, limit - written);
    const page = await readExportPage(ctx, filters, { before: after, limit: wanted });
    const start = written;
    yield page.map((entry, index) => format.line(entry, start + index === 0)).join("");
    written += page.length;
    const last = page.at(-1);
    if (!last || page.length < wanted) break;
    after = last.id;
  }
  yield format.tail(isCut);
}
