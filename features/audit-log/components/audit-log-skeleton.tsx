"use client";

import { DataTable } from "@/components/data-table";
import type { AuditEntry } from "@/features/audit-log/schema";
import { AUDIT_COLUMNS } from "./audit-columns";

export function AuditLogSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <div className="h-8 max-md:h-11" />
      <DataTable
        caption="Entries of the audit log, newest first"
        listId="audit-log"
        noun="entries"
        columns={AUDIT_COLUMNS}
        rows={undefined}
        rowId={(entry: AuditEntry) => entry.id}
        rowHeight="double"
        skeletonRows={12}
        empty={null}
      />
    </div>
  );
}
