"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { useHotkey } from "@/components/hotkeys";
import { announce } from "@/components/live-regions";
import { auditKeys, auditLogQuery } from "@/features/audit-log/hooks";
import type { AuditEntry } from "@/features/audit-log/schema";
import { isInvalidRequest } from "@/lib/api-client";
import { AUDIT_COLUMNS } from "./audit-columns";
import { AuditFilterBar } from "./audit-filter-bar";
import { ChainStatus } from "./chain-status";
import { EntryDrawer } from "./entry-drawer";
import { useAuditSearch } from "./use-audit-search";
import { useOpenEntry } from "./use-open-entry";

/** The audit log: filters, page and the open drawer live in the URL. */
export function AuditLogList() {
  const queryClient = useQueryClient();
  const log = useAuditSearch();
  const drawer = useOpenEntry();
  const { data: page, error, isPlaceholderData, refetch } = useQuery(auditLogQuery(log.view));
  const rows = page?.data ?? [];

  useHotkey("r", () => void refresh(), { label: "Refresh the list" });

  async function refresh() {
    await queryClient.invalidateQueries({ queryKey: auditKeys.all });
    announce("Audit log refreshed");
  }

  return (
    <div className="flex flex-col gap-3">
      <ChainStatus />
      <AuditFilterBar log={log} nameOf={(filter, value) => nameIn(rows, filter, value)} />
      <DataTable
        caption="Entries of the audit log, newest first"
        noun="entries"
        columns={AUDIT_COLUMNS}
        rows={page?.data}
        rowId={(entry) => entry.id}
        rowHref={(entry) => drawer.href(entry.id)}
        onRowOpen={(entry) => drawer.open(entry.id)}
        activeRowId={drawer.id}
        isFetching={isPlaceholderData}
        error={error}
        // A cursor from elsewhere stays wrong however often it is asked for.
        onRetry={() => (isInvalidRequest(error) ? log.showNewest() : void refetch())}
        isFiltered={log.isFiltered}
        onClearFilters={log.clear}
        rowHeight="double"
        skeletonRows={12}
        empty={
          <EmptyState
            icon={<ScrollText />}
            title="Nothing has happened yet"
            description="Every change that a person, a token or Replify itself makes appears here."
          />
        }
        paging={log.pagingOf(page?.nextCursor)}
      />
      <EntryDrawer drawer={drawer} rows={rows} />
    </div>
  );
}

/** The name behind a filter's id, as an entry on this page knows it. */
function nameIn(rows: AuditEntry[], filter: "actor" | "target", value: string): string | undefined {
  return rows.map((row) => row[filter]).find(({ type, id }) => `${type}:${id}` === value)?.name;
}
