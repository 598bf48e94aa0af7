"use client";

import { Send } from "lucide-react";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { useHotkey } from "@/components/hotkeys";
import { announce } from "@/components/live-regions";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import type { LoggedAttempt } from "@/features/deliveries/attempt-schema";
import { attemptsQuery } from "@/features/delivery-log/hooks";
import { attemptSearchParams, toAttemptFilters } from "@/features/delivery-log/search-params";
import { ATTEMPT_COLUMNS } from "./attempt-columns";
import { DeliveryDrawer } from "./delivery-drawer";
import { useOpenDelivery } from "./use-open-delivery";

const RESULT_OPTIONS = [
  { value: "success", label: "Success" },
  { value: "failure", label: "Failure" },
];

/** Every HTTP try of one subscription; the filter, the page and the open drawer live in the URL. */
export function AttemptLog({ subscriptionId }: { subscriptionId: string }) {
  const list = useListSearch(attemptSearchParams);
  const drawer = useOpenDelivery();
  const attempts = useListQuery(attemptsQuery(toAttemptFilters(list.search, subscriptionId)), {
    idOf: rowId,
    openId: drawer.id && `${drawer.id}:${drawer.attempt}`,
  });

  useHotkey("r", () => void attempts.refetch().then(() => announce("Attempts refreshed")), {
    label: "Refresh the list",
  });

  return (
    <div className="flex flex-col gap-3">
      <DataTable
        {...list.table(attempts)}
        toolbar={{
          facets: [
            {
              id: "result",
              label: "Result",
              any: "Any result",
              options: RESULT_OPTIONS,
              ...list.choice("result"),
            },
          ],
          onClearAll: list.onClearAll,
        }}
        caption="Attempts to deliver to this subscription, newest first"
        listId="attempts"
        noun="attempts"
        columns={ATTEMPT_COLUMNS}
        rowId={rowId}
        rowHref={({ deliveryId, number }) => drawer.href(deliveryId, number)}
        onRowOpen={({ deliveryId, number }) => drawer.openAttempt(deliveryId, number)}
        activeRowId={drawer.id && `${drawer.id}:${drawer.attempt}`}
        empty={
          <EmptyState
            icon={<Send />}
            title="No attempts yet"
            description="Nothing was sent to this subscription. Send a test event to see its first attempt here."
          />
        }
      />
      <DeliveryDrawer drawer={drawer} rows={[]} />
    </div>
  );
}

function rowId({ deliveryId, number }: LoggedAttempt): string {
  return `${deliveryId}:${number}`;
}
