"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { FilterBar } from "@/components/filter-bar";
import { Button } from "@/components/ui/button";
import { useKeysetPaging } from "@/components/use-keyset-paging";
import { INCOMING_ACTIONS, INCOMING_STATUSES } from "@/db/enums";
import { apiReferenceHref } from "@/features/api-reference/links";
import { useCan } from "@/features/auth/hooks";
import { incomingWebhooksQuery, listedIncomingStatsQuery } from "@/features/incoming-webhooks/hooks";
import { ACTION_LABELS } from "@/features/incoming-webhooks/labels";
import { incomingWebhookHref, newIncomingWebhookHref } from "@/features/incoming-webhooks/links";
import {
  type IncomingFilters,
  incomingFilterParsers,
  toListQuery,
} from "@/features/incoming-webhooks/search-params";
import { incomingColumns } from "./incoming-columns";

const STATUS_OPTIONS = INCOMING_STATUSES.map((status) => ({
  value: status,
  label: status.charAt(0).toUpperCase() + status.slice(1),
}));
const ACTION_OPTIONS = INCOMING_ACTIONS.map((action) => ({
  value: action,
  label: ACTION_LABELS[action].creates,
}));

/** The list with its filters, all of them in the URL. */
export function IncomingTable() {
  const [filters, setFilters] = useQueryStates(incomingFilterParsers);
  const webhooks = useQuery(incomingWebhooksQuery(toListQuery(filters)));
  const rows = webhooks.data?.data;
  const stats = useQuery(listedIncomingStatsQuery(rows?.map((row) => row.id) ?? []));
  const paging = useKeysetPaging(filters.cursor, (cursor, options) => void setFilters({ cursor }, options));
  const isFiltered = filters.q !== "" || filters.status.length > 0 || filters.creates.length > 0;

  function filter(change: Partial<IncomingFilters>) {
    void setFilters({ ...change, cursor: null });
  }
  const clear = () => filter({ q: "", status: [], creates: [] });

  return (
    <div className="flex flex-col gap-3">
      <FilterBar
        search={{
          value: filters.q,
          onChange: (q) => filter({ q }),
          label: "Search incoming webhooks",
          placeholder: "Search by name or URL",
        }}
        facets={[
          {
            id: "status",
            label: "Status",
            options: STATUS_OPTIONS,
            value: filters.status,
            onChange: (values) => filter({ status: INCOMING_STATUSES.filter((one) => values.includes(one)) }),
          },
          {
            id: "creates",
            label: "Creates",
            options: ACTION_OPTIONS,
            value: filters.creates,
            onChange: (values) => filter({ creates: INCOMING_ACTIONS.filter((one) => values.includes(one)) }),
          },
        ]}
        onClearAll={isFiltered ? clear : undefined}
      />
      <DataTable
        caption="Incoming webhooks"
        noun="incoming webhooks"
        columns={incomingColumns(stats.isError ? new Map() : stats.data)}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => incomingWebhookHref(row.id)}
        rowHeight="double"
        skeletonRows={6}
        paging={paging.pagingOf(webhooks.data?.nextCursor)}
        isFetching={webhooks.isPlaceholderData}
        error={webhooks.error}
        onRetry={() => void webhooks.refetch()}
        isFiltered={isFiltered || filters.cursor !== null}
        onClearFilters={clear}
        empty={<NoIncomingWebhooks />}
      />
    </div>
  );
}

function NoIncomingWebhooks() {
  const canWrite = useCan("incoming_webhooks:write");
  return (
    <EmptyState
      icon={<Inbox />}
      title="No incoming webhooks yet"
      description="Give an outside tool a URL of its own and a secret to sign with. Each request it sends opens a ticket, adds a comment or sets a status, and what is wrongly signed is refused and kept for you to look at."
      actions={
        <>
          {canWrite && (
            <Button asChild variant="primary">
              <Link href={newIncomingWebhookHref()}>Create incoming webhook</Link>
            </Button>
          )}
          <Button asChild>
            <Link href={apiReferenceHref()}>API reference</Link>
          </Button>
        </>
      }
    />
  );
}
