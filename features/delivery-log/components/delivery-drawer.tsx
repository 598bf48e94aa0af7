"use client";

import { RowDrawer } from "@/components/row-drawer";
import { onDemand } from "@/components/ui/on-demand";
import type { Delivery } from "@/features/deliveries/schema";
import type { useOpenDelivery } from "./use-open-delivery";

const sheets = onDemand(() => import("./delivery-sheet"));

interface DeliveryDrawerProps {
  drawer: ReturnType<typeof useOpenDelivery>;
  /** The page of the list behind it, in its order. */
  rows: Delivery[];
}

/** Loaded with the first opening, before it slides in: its title gets the focus. */
export function DeliveryDrawer({ drawer, rows }: DeliveryDrawerProps) {
  const parts = sheets.useParts(drawer.id !== null);
  return (
    <RowDrawer drawer={{ ...drawer, id: parts ? drawer.id : null }}>
      {(id) => parts && <parts.DeliverySheet id={id} drawer={drawer} rows={rows} />}
    </RowDrawer>
  );
}
