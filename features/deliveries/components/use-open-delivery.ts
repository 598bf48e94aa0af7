"use client";

import { useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import { createSerializer } from "nuqs/server";
import { useDrawerHistory } from "@/components/use-drawer-history";
import { openDeliverySearchParams } from "./delivery-search-params";

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
    href: (id: string) => serialize(searchParams, { delivery: id, attempt: null }),
    selectAttempt: (number: number) => void setOpen({ attempt: number }, { history: "replace" }),
  };
}
