"use client";

import { useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useQueryStates } from "nuqs";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { FilterBar } from "@/components/filter-bar";
import { useHotkey } from "@/components/hotkeys";
import { announce } from "@/components/live-regions";
import { NativeSelect } from "@/components/ui/native-select";
import { useKeysetPaging } from "@/components/use-keyset-paging";
import type { LoggedAttempt } from "@/features/deliveries/attempt-schema";
import { attemptSearchParams, toAttemptFilters } from "@/features/delivery-log/attempt-search-params";
import { attemptsQuery } from "@/features/delivery-log/hooks";
import { isInvalidRequest } from "@/lib/api-client";
import { ATTEMPT_COLUMNS } from "./attempt-columns";
import { DeliveryDrawer } from "./delivery-drawer";
import { useOpenDelivery } from "./use-open-delivery";

/** Every HTTP try of one subscription; the filter, the page and the open drawer live in the URL. */
export function AttemptLog({ subscriptionId }: { subscriptionId: string }) {
  const [search, setSearch] = useQueryStates(attemptSearchParams);
  const paging = useKeysetPaging(search.cursor, (cursor, options) => void setSearch({ cursor }, options));
  const drawer = useOpenDelivery();
  const query = useQuery(attemptsQuery(toAttemptFilters(search, subscriptionId)));
  const { data: page, error, isPlaceholderData, refetch } = query;
  const isFiltered = search.result !== null;
  const showAll = () => void setSearch({ result: null, cursor: null }, { history: "push" });

  useHotkey("r", () => void refetch().then(() => announce("Attempts refreshed")), {
    label: "Refresh the list",
  });

  return (
    <div className="flex flex-col gap-3">
      <FilterBar onClearAll={isFiltered ? showAll : undefined}>
        <NativeSelect
          aria-label="Result"
          value={search.result ?? ""}
          onChange={({ target }) =>
            void setSearch(
              { result: attemptSearchParams.result.parse(target.value), cursor: null },
              { history: "push" },
            )
          }
        >
          <option value="">Any result</option>
          <option value="success">Success</option>
          <option value="failure">Failure</option>
        </NativeSelect>
      </FilterBar>
      <DataTable
        caption="Attempts to deliver to this subscription, newest first"
        noun="attempts"
        columns={ATTEMPT_COLUMNS}
        rows={page?.data}
        rowId={rowId}
        rowHref={({ deliveryId, number }) => drawer.href(deliveryId, number)}
        onRowOpen={({ deliveryId, number }) => drawer.openAttempt(deliveryId, number)}
        activeRowId={drawer.id && `${drawer.id}:${drawer.attempt}`}
        isFetching={isPlaceholderData}
        error={error}
        // A cursor from elsewhere stays wrong however often it is asked for.
        onRetry={() => (isInvalidRequest(error) ? paging.showNewest() : void refetch())}
        isFiltered={isFiltered}
        onClearFilters={showAll}
        empty={
          <EmptyState
            icon={<Send />}
            title="No attempts yet"
            description="Nothing was sent to this subscription. Send a test event to see its first attempt here."
          />
        }
        paging={paging.pagingOf(page?.nextCursor)}
      />
      <DeliveryDrawer drawer={drawer} rows={[]} />
    </div>
  );
}

function rowId({ deliveryId, number }: LoggedAttempt): string {
  return `${deliveryId}:${number}`;
}
