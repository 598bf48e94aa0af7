"use client";

import { Search, Stethoscope } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { CopyButton } from "@/components/copy-button";
import { EmptyState } from "@/components/empty-state";
import { SearchInput } from "@/components/search-input";
import { Button } from "@/components/ui/button";
import { isEnvironmentReport } from "@/features/environment-reports/recognize";
import { type DiagnosticsRow, groupDiagnostics } from "@/features/tickets/diagnostics";
import { ticketsHref } from "@/features/tickets/links";
import type { Ticket } from "@/features/tickets/schema";
import { ticketListHref } from "@/features/tickets/search-params";
import { TicketEnvironment } from "./ticket-environment";

/** What was sent about the customer's installation, value by value. */
export function TicketDiagnostics({ ticket }: { ticket: Ticket }) {
  const { diagnostics } = ticket;
  if (isEnvironmentReport(diagnostics)) return <TicketEnvironment ticket={ticket} report={diagnostics} />;
  if (!diagnostics || Object.keys(diagnostics).length === 0) {
    return (
      <EmptyState
        icon={<Stethoscope />}
        title="No diagnostics were sent"
        description="Senders can attach the versions, plugins and settings of the customer's installation to a ticket."
      />
    );
  }
  return <OtherDiagnostics diagnostics={diagnostics} />;
}

function OtherDiagnostics({ diagnostics }: { diagnostics: Record<string, unknown> }) {
  const [needle, setNeedle] = useState("");
  const groups = groupDiagnostics(diagnostics, needle);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SearchInput
          label="Filter the diagnostics"
          placeholder="Key or value"
          value={needle}
          onChange={setNeedle}
        />
        <span className="inline-flex items-center gap-1 text-sm">
          Copy as JSON
          <CopyButton value={JSON.stringify(diagnostics, null, 2)} noun="Diagnostics" />
        </span>
      </div>
      {groups.map(({ label, rows }) => (
        <section key={label} className="flex flex-col gap-1">
          <h2 className="text-sm font-semibold">{label}</h2>
          <dl className="overflow-hidden rounded-lg border border-border bg-card">
            {rows.map((row, index) => (
              // Two plugins of the same name have the same path.
              // biome-ignore lint/suspicious/noArrayIndexKey: rows come from one fixed object.
              <Row key={index} row={row} />
            ))}
          </dl>
        </section>
      ))}
      {groups.length === 0 && (
        <EmptyState
          title="No diagnostics match"
          actions={<Button onClick={() => setNeedle("")}>Clear the filter</Button>}
        />
      )}
    </div>
  );
}

function Row({ row: { path, value, isLong, filter } }: { row: DiagnosticsRow }) {
  return (
    <div className="grid grid-cols-[minmax(8rem,16rem)_minmax(0,1fr)] gap-x-4 border-b border-border px-3 py-1.5 last:border-b-0 max-md:grid-cols-1">
      <dt className="py-0.5 font-mono text-xs leading-5 wrap-anywhere text-muted-foreground">{path}</dt>
      <dd className="flex min-w-0 items-start gap-1 text-sm">
        <div className="min-w-0 flex-1 py-0.5">
          {isLong ? (
            <LongValue value={value} />
          ) : (
            <span className="font-mono text-xs leading-5 wrap-anywhere">{value}</span>
          )}
        </div>
        <CopyButton value={value} noun={path} className="-my-0.5 shrink-0" />
        {filter && (
          <Link
            href={ticketListHref(ticketsHref(), { tab: "all", diagnostics: filter })}
            prefetch={false}
            aria-label={`Find tickets with ${path} ${value}`}
            title="Find tickets with this value"
            className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-muted-foreground hover:bg-accent"
          >
            <Search aria-hidden className="size-3.5" />
          </Link>
        )}
      </dd>
    </div>
  );
}

function LongValue({ value }: { value: string }) {
  const [first = ""] = value.split("\n");
  return (
    <details>
      <summary className="cursor-pointer rounded-sm font-mono text-xs leading-5 wrap-anywhere">
        {first}
      </summary>
      <pre className="mt-1 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap">
        {value.slice(first.length + 1)}
      </pre>
    </details>
  );
}
