"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { useHotkey } from "@/components/hotkeys";
import { announce } from "@/components/live-regions";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { auditKeys, auditLogQuery } from "@/features/audit-log/hooks";
import type { AuditEntry } from "@/features/audit-log/schema";
import { auditSearchParams, toAuditView } from "@/features/audit-log/search-params";
import { AUDIT_COLUMNS } from "./audit-columns";
import { auditFacets } from "./audit-facets";
import { ChainStatus } from "./chain-status";
import { EntryDrawer } from "./entry-drawer";
import { ExportMenu } from "./export-menu";
import { useOpenEntry } from "./use-open-entry";

/** The audit log: filters, page and the open drawer live in the URL. */
export function AuditLogList() {
  const queryClient = useQueryClient();
  const list = useListSearch(auditSearchParams);
  const view = toAuditView(list.search);
  const drawer = useOpenEntry();
  const entries = useListQuery(auditLogQuery(view), {
    idOf: (entry) => entry.id,
    openId: drawer.id,
  });
  const rows = entries.data?.data ?? [];

  useHotkey("r", () => void refresh(), { label: "Refresh the list" });

  async function refresh() {
    await queryClient.invalidateQueries({ queryKey: auditKeys.all });
    announce("Audit log refreshed");
  }

  return (
    <div className="flex flex-col gap-3">
      <ChainStatus />
      <DataTable
        {...list.table(entries)}
        toolbar={{
          search: {
            label: "Search by name of target or actor",
            placeholder: "Name of target or actor",
            ...list.text("q"),
          },
          facets: auditFacets(list, (filter, value) => nameIn(rows, filter, value)),
          range: { value: view.range, isAnyTimeOffered: true, ...list.range },
          onClearAll: list.onClearAll,
          actions: <ExportMenu view={view} />,
        }}
        caption="Entries of the audit log, newest first"
        listId="audit-log"
        noun="entries"
        columns={AUDIT_COLUMNS}
        rowId={(entry) => entry.id}
        rowHref={(entry) => drawer.href(entry.id)}
        onRowOpen={(entry) => drawer.open(entry.id)}
        activeRowId={drawer.id}
        rowHeight="double"
        skeletonRows={12}
        empty={
          <EmptyState
            icon={<ScrollText />}
            title="Nothing has happened yet"
            description="Every change that a member, a token or Replify itself makes appears here."
          />
        }
      />
      <EntryDrawer drawer={drawer} rows={rows} />
    </div>
  );
}

/** The name behind a filter's id, as an entry on this page knows it. */
function nameIn(rows: AuditEntry[], filter: "actor" | "target", value: string): string | undefined {
  return rows.map((row) => row[filter]).find(({ type, id }) => `${type}:${id}` === value)?.name;
}
