"use client";

import { useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import Link from "next/link";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { useHotkey } from "@/components/hotkeys";
import { announce } from "@/components/live-regions";
import { Button } from "@/components/ui/button";
import { deliveriesQuery } from "@/features/deliveries/hooks";
import { subscriptionsHref } from "@/features/subscriptions/links";
import { isInvalidRequest } from "@/lib/api-client";
import { deliveryColumns } from "./delivery-columns";
import { DeliveryDrawer } from "./delivery-drawer";
import { DeliveryFilterBar } from "./delivery-filter-bar";
import { useDeliverySearch } from "./use-delivery-search";
import { useOpenDelivery } from "./use-open-delivery";

/** Every delivery, or those of one subscription: filters, pages and the open drawer live in the URL. */
export function DeliveryLog({ subscriptionId }: { subscriptionId?: string }) {
  const log = useDeliverySearch(subscriptionId);
  const drawer = useOpenDelivery();
  const { data: page, error, isPlaceholderData, refetch } = useQuery(deliveriesQuery(log.filters));
  const isScoped = subscriptionId !== undefined;

  useHotkey("r", () => void refetch().then(() => announce("Deliveries refreshed")), {
    label: "Refresh the list",
  });

  return (
    <div className="flex flex-col gap-3">
      <DeliveryFilterBar log={log} />
      <DataTable
        caption={isScoped ? "Deliveries of this subscription, newest first" : "Deliveries, newest first"}
        noun="deliveries"
        columns={deliveryColumns(isScoped)}
        rows={page?.data}
        rowId={(delivery) => delivery.id}
        rowHref={(delivery) => drawer.href(delivery.id)}
        onRowOpen={(delivery) => drawer.open(delivery.id)}
        activeRowId={drawer.id}
        // Polling goes on all the time; only a new question is worth a progress bar.
        isFetching={isPlaceholderData}
        error={error}
        // A cursor from elsewhere stays wrong however often it is asked for.
        onRetry={() => (isInvalidRequest(error) ? log.showNewest() : void refetch())}
        isFiltered={log.isFiltered}
        onClearFilters={log.clear}
        empty={<NoDeliveries isScoped={isScoped} />}
        paging={log.pagingOf(page?.nextCursor)}
      />
      <DeliveryDrawer drawer={drawer} rows={page?.data ?? []} />
    </div>
  );
}

function NoDeliveries({ isScoped }: { isScoped: boolean }) {
  return (
    <EmptyState
      icon={<Send />}
      title="No deliveries yet"
      description={
        isScoped
          ? "Nothing was sent to this subscription in the last 30 days. Send a test event to see its first delivery here."
          : "Nothing was sent in the last 30 days. Events go to the event subscriptions that match them."
      }
      actions={
        !isScoped && (
          <Button asChild variant="primary">
            <Link href={subscriptionsHref()}>Open event subscriptions</Link>
          </Button>
        )
      }
    />
  );
}
