"use client";

import { useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import { createSerializer } from "nuqs/server";
import { useDrawerHistory } from "@/components/use-drawer-history";
import { openRequestSearchParams } from "@/features/echo/search-params";

const serialize = createSerializer(openRequestSearchParams);

/** The request whose drawer is open, kept in the URL: Back closes it, a reload opens it again. */
export function useOpenRequest() {
  const [{ request }, setOpen] = useQueryStates(openRequestSearchParams);
  const searchParams = useSearchParams();
  const drawer = useDrawerHistory(request, (id, history) => void setOpen({ request: id }, { history }));
  return { ...drawer, href: (id: string) => serialize(searchParams, { request: id }) };
}
