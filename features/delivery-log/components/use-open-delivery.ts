"use client";

import { useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import { createSerializer } from "nuqs/server";
import { useDrawerHistory } from "@/components/use-drawer-history";
import { openDeliverySearchParams } from "@/features/delivery-log/search-params";

const serialize = createSerializer(openDeliverySearchParams);

/** The delivery whose drawer is open, kept in the URL: Back closes it, a reload opens it again. */
export function useOpenDelivery() {
  const [{ delivery, attempt }, setOpen] = useQueryStates(openDeliverySearchParams);
  const searchParams = useSearchParams();
  const drawer = useDrawerHistory(
    delivery,
    (id, history) => void setOpen({ delivery: id, attempt: null }, { history }),
  );

  return {
    ...drawer,
    attempt,
    href: (id: string, number: number | null = null) =>
      serialize(searchParams, { delivery: id, attempt: number }),
    openAttempt(id: string, number: number) {
      drawer.open(id);
      // Of the same moment, so both become one step of the history.
      void setOpen({ attempt: number }, { history: "replace" });
    },
    selectAttempt: (number: number) => void setOpen({ attempt: number }, { history: "replace" }),
  };
}
