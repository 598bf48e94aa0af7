"use client";

import { useQuery } from "@tanstack/react-query";
import { Webhook } from "lucide-react";
import Link from "next/link";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { Button } from "@/components/ui/button";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { SUBSCRIPTION_STATUSES } from "@/db/enums";
import { useCan } from "@/features/auth/hooks";
import { useTypeGroups } from "@/features/event-types/hooks";
import { typeOptions } from "@/features/event-types/type-groups";
import { listedSubscriptionStatsQuery, subscriptionsQuery } from "@/features/subscriptions/hooks";
import { newSubscriptionHref, subscriptionHref } from "@/features/subscriptions/links";
import { subscriptionSearchParams, toListQuery } from "@/features/subscriptions/search-params";
import { subscriptionColumns } from "./subscription-columns";

const STATUS_OPTIONS = SUBSCRIPTION_STATUSES.map((status) => ({
  value: status,
  label: status.charAt(0).toUpperCase() + status.slice(1),
}));

/** The list with its filters, all of them in the URL. */
export function SubscriptionTable() {
  const list = useListSearch(subscriptionSearchParams);
  const subscriptions = useListQuery(subscriptionsQuery(toListQuery(list.search)), { idOf: (row) => row.id });
  const groups = useTypeGroups();
  const stats = useQuery(listedSubscriptionStatsQuery(subscriptions.data?.data.map(({ id }) => id) ?? []));
  return (
    <DataTable
      {...list.table(subscriptions)}
      toolbar={{
        search: { label: "Search subscriptions", placeholder: "Search by name or URL", ...list.text("q") },
        facets: [
          { id: "status", label: "Status", options: STATUS_OPTIONS, ...list.choices("status") },
          { id: "event", label: "Event", options: typeOptions(groups), ...list.choices("event") },
        ],
        onClearAll: list.onClearAll,
      }}
      caption="Event subscriptions"
      listId="subscriptions"
      noun="subscriptions"
      columns={subscriptionColumns(stats)}
      rowId={(row) => row.id}
      rowHref={(row) => subscriptionHref(row.id)}
      rowHeight="double"
      skeletonRows={6}
      empty={<NoSubscriptions />}
    />
  );
}

function NoSubscriptions() {
  const canWrite = useCan("subscriptions:write");
  return (
    <EmptyState
      icon={<Webhook />}
      title="No event subscriptions yet"
      description="Give the URL of your receiver, choose its events, and check the signature with the secret you get. Replify then sends each event to it, and tries again when it fails."
      actions={
        canWrite && (
          <Button asChild variant="primary">
            <Link href={newSubscriptionHref()}>Create subscription</Link>
          </Button>
        )
      }
    />
  );
}
