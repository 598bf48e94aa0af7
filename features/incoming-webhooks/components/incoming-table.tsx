"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import Link from "next/link";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { Button } from "@/components/ui/button";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { INCOMING_ACTIONS, INCOMING_STATUSES } from "@/db/enums";
import { apiReferenceHref } from "@/features/api-reference/links";
import { useCan } from "@/features/auth/hooks";
import { incomingWebhooksQuery, listedIncomingStatsQuery } from "@/features/incoming-webhooks/hooks";
import { ACTION_LABELS } from "@/features/incoming-webhooks/labels";
import { incomingWebhookHref, newIncomingWebhookHref } from "@/features/incoming-webhooks/links";
import { incomingSearchParams, toListQuery } from "@/features/incoming-webhooks/search-params";
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
  const list = useListSearch(incomingSearchParams);
  const webhooks = useListQuery(incomingWebhooksQuery(toListQuery(list.search)), {
    idOf: (webhook) => webhook.id,
  });
  const stats = useQuery(listedIncomingStatsQuery(webhooks.data?.data.map(({ id }) => id) ?? []));
  return (
    <DataTable
      {...list.table(webhooks)}
      toolbar={{
        search: {
          label: "Search incoming webhooks",
          placeholder: "Search by name or URL",
          ...list.text("q"),
        },
        facets: [
          { id: "status", label: "Status", options: STATUS_OPTIONS, ...list.choices("status") },
          { id: "creates", label: "Creates", options: ACTION_OPTIONS, ...list.choices("creates") },
        ],
        onClearAll: list.onClearAll,
      }}
      caption="Incoming webhooks"
      listId="incoming-webhooks"
      noun="incoming webhooks"
      columns={incomingColumns(stats)}
      rowId={(row) => row.id}
      rowHref={(row) => incomingWebhookHref(row.id)}
      rowHeight="double"
      skeletonRows={6}
      empty={<NoIncomingWebhooks />}
    />
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
