"use client";

import { useQuery } from "@tanstack/react-query";
import { Webhook } from "lucide-react";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { FilterBar } from "@/components/filter-bar";
import { Button } from "@/components/ui/button";
import { useKeysetPaging } from "@/components/use-keyset-paging";
import { SUBSCRIPTION_STATUSES } from "@/db/enums";
import { useCan } from "@/features/auth/hooks";
import { useTypeGroups } from "@/features/event-types/hooks";
import { typesOf } from "@/features/event-types/type-groups";
import { listedSubscriptionStatsQuery, subscriptionsQuery } from "@/features/subscriptions/hooks";
import { newSubscriptionHref, subscriptionHref } from "@/features/subscriptions/links";
import {
  type SubscriptionFilters,
  subscriptionFilterParsers,
  toListQuery,
} from "@/features/subscriptions/search-params";
import { subscriptionColumns } from "./subscription-columns";

const STATUS_OPTIONS = SUBSCRIPTION_STATUSES.map((status) => ({
  value: status,
  label: status.charAt(0).toUpperCase() + status.slice(1),
}));

/** The list with its filters, all of them in the URL. */
export function SubscriptionTable() {
  const [filters, setFilters] = useQueryStates(subscriptionFilterParsers);
  const subscriptions = useQuery(subscriptionsQuery(toListQuery(filters)));
  const rows = subscriptions.data?.data;
  const eventTypes = typesOf(useTypeGroups());
  const stats = useQuery(listedSubscriptionStatsQuery(rows?.map((row) => row.id) ?? []));
  const paging = useKeysetPaging(filters.cursor, (cursor, options) => void setFilters({ cursor }, options));
  const isFiltered = filters.q !== "" || filters.status.length > 0 || filters.event.length > 0;

  function filter(change: Partial<SubscriptionFilters>) {
    void setFilters({ ...change, cursor: null });
  }
  const clear = () => filter({ q: "", status: [], event: [] });

  return (
    <div className="flex flex-col gap-3">
      <FilterBar
        search={{
          value: filters.q,
          onChange: (q) => filter({ q }),
          label: "Search subscriptions",
          placeholder: "Search by name or URL",
        }}
        facets={[
          {
            id: "status",
            label: "Status",
            options: STATUS_OPTIONS,
            value: filters.status,
            onChange: (values) =>
              filter({ status: SUBSCRIPTION_STATUSES.filter((one) => values.includes(one)) }),
          },
          {
            id: "event",
            label: "Event",
            options: eventTypes.map((type) => ({ value: type, label: type })),
            value: filters.event,
            onChange: (values) => filter({ event: values }),
          },
        ]}
        onClearAll={isFiltered ? clear : undefined}
      />
      <DataTable
        caption="Event subscriptions"
        noun="subscriptions"
        columns={subscriptionColumns(stats.isError ? new Map() : stats.data)}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => subscriptionHref(row.id)}
        rowHeight="double"
        skeletonRows={6}
        paging={paging.pagingOf(subscriptions.data?.nextCursor)}
        isFetching={subscriptions.isPlaceholderData}
        error={subscriptions.error}
        onRetry={() => void subscriptions.refetch()}
        isFiltered={isFiltered || filters.cursor !== null}
        onClearFilters={clear}
        empty={<NoSubscriptions />}
      />
    </div>
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
