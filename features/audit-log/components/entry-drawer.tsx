"use client";

import { useQuery } from "@tanstack/react-query";
import { CopyButton } from "@/components/copy-button";
import { ErrorState } from "@/components/error-state";
import { announce } from "@/components/live-regions";
import { RowDrawer } from "@/components/row-drawer";
import { SheetBody, SheetHeader, SheetPager, SheetTitle } from "@/components/ui/sheet";
import { Spinner } from "@/components/ui/spinner";
import { auditEntryQuery } from "@/features/audit-log/hooks";
import type { AuditEntry } from "@/features/audit-log/schema";
import { FailurePill } from "./audit-labels";
import { EntryDetail } from "./entry-detail";
import type { useOpenEntry } from "./use-open-entry";

interface EntryDrawerProps {
  drawer: ReturnType<typeof useOpenEntry>;
  /** The page of the list behind it, in its order. */
  rows: AuditEntry[];
}

export function EntryDrawer({ drawer, rows }: EntryDrawerProps) {
  return (
    <RowDrawer drawer={drawer}>{(id) => <DrawerContent id={id} drawer={drawer} rows={rows} />}</RowDrawer>
  );
}

function DrawerContent({ id, drawer, rows }: EntryDrawerProps & { id: string }) {
  const index = rows.findIndex((row) => row.id === id);
  const listed = rows[index];
  const {
    data: entry,
    error,
    refetch,
  } = useQuery({ ...auditEntryQuery(id), ...(listed && { placeholderData: listed }) });

  function stepTo(row: AuditEntry | undefined) {
    if (!row || index === -1) return undefined;
    return () => {
      drawer.step(row.id);
      announce(row.summary);
    };
  }

  return (
    <>
      <SheetHeader className="gap-1.5 border-b border-border pt-3">
        <div className="flex min-h-7 items-center gap-1.5">
          <code className="min-w-0 truncate font-mono text-xs text-muted-foreground">{entry?.action}</code>
          {entry?.outcome === "failure" && <FailurePill />}
          <span className="ml-auto flex items-center gap-1">
            <CopyButton
              value={`${location.origin}${location.pathname}?entry=${id}`}
              noun="Link"
              label="Copy link"
            />
            <SheetPager noun="entry" onPrevious={stepTo(rows[index - 1])} onNext={stepTo(rows[index + 1])} />
          </span>
        </div>
        <SheetTitle className="wrap-anywhere">{entry?.summary ?? "Entry"}</SheetTitle>
      </SheetHeader>
      <SheetBody className="pt-4">
        {entry && <EntryDetail entry={entry} />}
        {!entry && error && (
          <ErrorState title="This entry could not be loaded" error={error} onRetry={() => void refetch()} />
        )}
        {!entry && !error && <Spinner label="Loading entry" />}
      </SheetBody>
    </>
  );
}
