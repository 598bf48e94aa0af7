"use client";

import { useQuery } from "@tanstack/react-query";
import { Maximize2 } from "lucide-react";
import Link from "next/link";
import { announce } from "@/components/live-regions";
import { Button } from "@/components/ui/button";
import { SheetBody, SheetFooter, SheetHeader, SheetPager, SheetTitle } from "@/components/ui/sheet";
import { DELIVERY_STATUS, DeliveryStatusPill, TestTag } from "@/features/deliveries/delivery-status";
import { deliveryQuery } from "@/features/deliveries/hooks";
import { deliveryHref } from "@/features/deliveries/links";
import type { Delivery } from "@/features/deliveries/schema";
import { DeliveryActions } from "./delivery-actions";
import { DeliveryDetailSkeleton } from "./delivery-detail-skeleton";
import { DeliveryDetailView } from "./delivery-detail-view";
import { DeliveryProblem } from "./delivery-problem";
import type { useOpenDelivery } from "./use-open-delivery";

interface DeliverySheetProps {
  id: string;
  drawer: ReturnType<typeof useOpenDelivery>;
  /** The page of the list behind it, in its order. */
  rows: Delivery[];
}

/** What the drawer shows of a delivery. */
export function DeliverySheet({ id, drawer, rows }: DeliverySheetProps) {
  const { data: delivery, error, refetch } = useQuery(deliveryQuery(id));
  const index = rows.findIndex((row) => row.id === id);
  const known = delivery ?? rows[index];

  function stepTo(row: Delivery | undefined) {
    if (!row || index === -1) return undefined;
    return () => {
      drawer.step(row.id);
      announce(`${row.eventType}, ${DELIVERY_STATUS[row.status].label}`);
    };
  }

  return (
    <>
      <SheetHeader className="gap-1.5 border-b border-border pt-3">
        <div className="flex min-h-7 items-center gap-1.5">
          {known && <DeliveryStatusPill status={known.status} />}
          {known?.isTest && <TestTag />}
          <div className="ml-auto flex items-center gap-1">
            <Button asChild variant="ghost" size="icon-sm">
              <Link href={deliveryHref(id)} aria-label="Open full page" title="Open full page">
                <Maximize2 aria-hidden />
              </Link>
            </Button>
            <SheetPager
              noun="delivery"
              onPrevious={stepTo(rows[index - 1])}
              onNext={stepTo(rows[index + 1])}
            />
          </div>
        </div>
        <SheetTitle className="wrap-anywhere">{known?.eventType ?? "Delivery"}</SheetTitle>
      </SheetHeader>
      <SheetBody className="pt-4">
        {delivery ? (
          <DeliveryDetailView
            key={delivery.id}
            delivery={delivery}
            attemptNumber={drawer.attempt}
            onSelectAttempt={drawer.selectAttempt}
          />
        ) : (
          <DrawerWaiting error={error} onRetry={() => void refetch()} />
        )}
      </SheetBody>
      {delivery && (
        <SheetFooter className="justify-start">
          <DeliveryActions
            key={delivery.id}
            delivery={delivery}
            attemptNumber={drawer.attempt}
            hotkeyScope="dialog"
          />
        </SheetFooter>
      )}
    </>
  );
}

function DrawerWaiting({ error, onRetry }: { error: Error | null; onRetry(): void }) {
  return error ? <DeliveryProblem error={error} onRetry={onRetry} /> : <DeliveryDetailSkeleton />;
}
