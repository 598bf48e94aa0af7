import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type RangeValue, rangeBounds } from "@/components/range";
import {
  exportAuditLogEndpoint,
  getAuditChainEndpoint,
  getAuditEntryEndpoint,
  listAuditLogEndpoint,
} from "@/features/audit-log/contract";
import type { AuditFilters, ExportAuditLogQuery, ListAuditLogQuery } from "@/features/audit-log/schema";
import { callEndpoint } from "@/lib/api-client";
import { PAGE_LIMIT } from "@/lib/page-limit";

/** What the log shows. A preset range moves with the clock, so it becomes dates only when the question is asked. */
export interface AuditLogView extends Omit<AuditFilters, "from" | "to"> {
  range: RangeValue | null;
  cursor: string | undefined;
}

export const auditKeys = {
  all: ["audit-log"] as const,
  list: (view: AuditLogView) => [...auditKeys.all, "list", view] as const,
  detail: (id: string) => [...auditKeys.all, "detail", id] as const,
  deletion: (type: string, id: string) => [...auditKeys.all, "deletion", type, id] as const,
  chain: () => [...auditKeys.all, "chain"] as const,
};

export function auditLogQuery(view: AuditLogView) {
  return queryOptions({
    queryKey: auditKeys.list(view),
    queryFn: ({ signal }) =>
      callEndpoint(listAuditLogEndpoint, { query: toListQuery(view, Date.now()), signal }),
    placeholderData: keepPreviousData,
  });
}

export function auditEntryQuery(id: string) {
  return queryOptions({
    queryKey: auditKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getAuditEntryEndpoint, { params: { id }, signal }),
  });
}

/** Who deleted it and when: one entry, or none. */
export function deletionQuery(targetType: string, targetId: string) {
  return queryOptions({
    queryKey: auditKeys.deletion(targetType, targetId),
    queryFn: ({ signal }) =>
      callEndpoint(listAuditLogEndpoint, {
        query: { limit: 1, action: `${targetType}.deleted`, targetId },
        signal,
      }),
  });
}

export function auditChainQuery() {
  return queryOptions({
    queryKey: auditKeys.chain(),
    queryFn: ({ signal }) => callEndpoint(getAuditChainEndpoint, { signal }),
  });
}

export function toListQuery({ cursor, ...view }: AuditLogView, now: number): ListAuditLogQuery {
  return { ...toFilters(view, now), cursor, limit: PAGE_LIMIT };
}

/** Where the download of exactly these entries is. */
export function exportUrl(
  { cursor: _, ...view }: AuditLogView,
  format: ExportAuditLogQuery["format"],
  now: number,
): string {
  const search = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(toFilters(view, now))) if (value) search.set(name, value);
  return `${exportAuditLogEndpoint.path}?${search}`;
}

function toFilters({ range, ...filters }: Omit<AuditLogView, "cursor">, now: number): AuditFilters {
  return { ...filters, ...(range && rangeBounds(range, now)) };
}
