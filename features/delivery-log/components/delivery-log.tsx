"use client";

import { Send } from "lucide-react";
import Link from "next/link";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { useHotkey } from "@/components/hotkeys";
import { announce } from "@/components/live-regions";
import { isLive, LiveSwitch, liveRangeReason } from "@/components/live-switch";
import { Button } from "@/components/ui/button";
import { useListSearch } from "@/components/use-list-search";
import { useLiveListQuery } from "@/components/use-live-list-query";
import { deliveriesQuery, liveDeliveriesUrl } from "@/features/deliveries/hooks";
import { deliverySearchParams, toDeliveryFilters } from "@/features/delivery-log/search-params";
import { subscriptionsHref } from "@/features/subscriptions/links";
import { deliveryColumns } from "./delivery-columns";
import { DeliveryDrawer } from "./delivery-drawer";
import { useSubscriptionFacet } from "./subscription-filter";
import { useDeliveryFacets } from "./use-delivery-facets";
import { useDeliverySelection } from "./use-delivery-selection";
import { useOpenDelivery } from "./use-open-delivery";

/** Every delivery, or those of one subscription: filters, pages and the open drawer live in the URL. */
export function DeliveryLog({ subscriptionId }: { subscriptionId?: string }) {
  const isScoped = subscriptionId !== undefined;
  const list = useListSearch(deliverySearchParams, { view: isScoped ? ["live", "subscription"] : ["live"] });
  const filters = toDeliveryFilters(list.search, subscriptionId);
  const drawer = useOpenDelivery();
  const deliveries = useLiveListQuery(deliveriesQuery(filters), {
    idOf: (delivery) => delivery.id,
    openId: drawer.id,
    noun: "deliveries",
    url: liveDeliveriesUrl(filters),
    isLive: isLive(list.search),
  });
  const { selection, progress } = useDeliverySelection(deliveries.data?.data ?? []);
  const facets = useDeliveryFacets(list);
  const ofSubscription = useSubscriptionFacet(list);

  useHotkey("r", () => void deliveries.refetch().then(() => announce("Deliveries refreshed")), {
    label: "Refresh the list",
  });

  return (
    <div ref={deliveries.root} className="flex flex-col gap-3">
      {progress}
      <DataTable
        {...list.table(deliveries)}
        toolbar={{
          search: {
            label: "Search by delivery or event id",
            placeholder: "Delivery or event id",
            ...list.text("q"),
          },
          facets: isScoped ? facets : [...facets, ...ofSubscription],
          range: { value: filters.range, ...list.range, disabledReason: liveRangeReason(deliveries.live) },
          live: <LiveSwitch live={deliveries.live} list={list} />,
          onClearAll: list.onClearAll,
        }}
        selection={selection}
        caption={isScoped ? "Deliveries of this subscription, newest first" : "Deliveries, newest first"}
        listId={isScoped ? "subscription-deliveries" : "deliveries"}
        noun="deliveries"
        columns={deliveryColumns(isScoped)}
        rowId={(delivery) => delivery.id}
        rowHref={(delivery) => drawer.href(delivery.id)}
        onRowOpen={(delivery) => drawer.open(delivery.id)}
        activeRowId={drawer.id}
        empty={<NoDeliveries isScoped={isScoped} />}
      />
      <DeliveryDrawer drawer={drawer} rows={deliveries.data?.data ?? []} />
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
