"use client";

import { useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import { createSerializer } from "nuqs/server";
import { useRef, useState } from "react";
import { openDeliverySearchParams } from "./delivery-search-params";

const serialize = createSerializer(openDeliverySearchParams);

/** The delivery whose drawer is open, kept in the URL: Back closes it, a reload opens it again. */
export function useOpenDelivery() {
  const [{ delivery, attempt }, setOpen] = useQueryStates(openDeliverySearchParams);
  const searchParams = useSearchParams();
  const isOpenedHere = useRef(false);
  // Going back takes the router a moment; the drawer need not wait for it.
  const [closingId, setClosingId] = useState<string | null>(null);
  if (delivery === null && closingId !== null) setClosingId(null);

  return {
    id: delivery === closingId ? null : delivery,
    attempt,
    href: (id: string) => serialize(searchParams, { delivery: id, attempt: null }),
    open(id: string) {
      isOpenedHere.current = true;
      setClosingId(null);
      void setOpen({ delivery: id, attempt: null }, { history: "push" });
    },
    /** To a neighbour in the list; Back still closes the drawer. */
    step: (id: string) => void setOpen({ delivery: id, attempt: null }, { history: "replace" }),
    close() {
      setClosingId(delivery);
      if (isOpenedHere.current) window.history.back();
      else void setOpen({ delivery: null, attempt: null }, { history: "replace" });
      isOpenedHere.current = false;
    },
    selectAttempt: (number: number) => void setOpen({ attempt: number }, { history: "replace" }),
  };
}
