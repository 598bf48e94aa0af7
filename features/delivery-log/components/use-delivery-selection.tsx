"use client";

import { useState } from "react";
import type { Selection } from "@/components/data-table-types";
import { useCan } from "@/features/auth/hooks";
import type { Delivery } from "@/features/deliveries/schema";
import { BulkResendProgress, ResendSelected } from "./bulk-resend";
import { useBulkResend } from "./use-bulk-resend";

const NOTHING: ReadonlyMap<string, Delivery> = new Map();

/** What is ticked, also on other pages of the list, and the way to send it again. */
export function useDeliverySelection(rows: Delivery[]) {
  const canWrite = useCan("deliveries:write");
  const resend = useBulkResend();
  const [selected, setSelected] = useState(NOTHING);
  const shown = new Map(rows.map((row) => [row.id, row]));
  const deliveries = [...selected].map(([id, delivery]) => shown.get(id) ?? delivery);

  function send() {
    setSelected(NOTHING);
    void resend.start(deliveries);
  }

  const selection: Selection<Delivery> = {
    ids: new Set(selected.keys()),
    onChange(ids) {
      const known = new Map([...selected, ...shown]);
      setSelected(new Map([...known].filter(([id]) => ids.has(id))));
    },
    rowLabel: ({ eventType, id }) => `${eventType}, delivery ${id}`,
    actions: (
      <ResendSelected deliveries={deliveries} isRunning={resend.state?.isRunning ?? false} onConfirm={send} />
    ),
  };
  return {
    selection: canWrite ? selection : undefined,
    progress: resend.state && <BulkResendProgress state={resend.state} onDismiss={resend.dismiss} />,
  };
}
