"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsInteger, useQueryState } from "nuqs";
import { DeliveryStatusPill, TestTag } from "@/features/deliveries/delivery-status";
import { deliveryQuery } from "@/features/deliveries/hooks";
import { DeliveryActions } from "./delivery-actions";
import { DeliveryDetailSkeleton } from "./delivery-detail-skeleton";
import { DeliveryDetailView } from "./delivery-detail-view";
import { DeliveryPageHeader } from "./delivery-page-header";
import { DeliveryProblem } from "./delivery-problem";

/** The drawer's content with a page to itself. */
export function DeliveryPage({ id }: { id: string }) {
  const { data: delivery, error, refetch } = useQuery(deliveryQuery(id));
  const [attempt, setAttempt] = useQueryState("attempt", parseAsInteger);
  if (!delivery) {
    return (
      <>
        <DeliveryPageHeader title="Delivery" />
        {error ? (
          <DeliveryProblem error={error} onRetry={() => void refetch()} />
        ) : (
          <DeliveryDetailSkeleton />
        )}
      </>
    );
  }
  return (
    <>
      <DeliveryPageHeader
        title={delivery.eventType}
        meta={
          <>
            <DeliveryStatusPill status={delivery.status} />
            {delivery.isTest && <TestTag />}
          </>
        }
        actions={<DeliveryActions delivery={delivery} attemptNumber={attempt} hotkeyScope="page" />}
      />
      <h2 className="sr-only">Delivery {delivery.id}</h2>
      <DeliveryDetailView
        layout="page"
        delivery={delivery}
        attemptNumber={attempt}
        onSelectAttempt={(number) => void setAttempt(number)}
      />
    </>
  );
}
