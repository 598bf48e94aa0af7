"use client";

import { useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import { createSerializer } from "nuqs/server";
import { useDrawerHistory } from "@/components/use-drawer-history";
import { openEntrySearchParams } from "@/features/audit-log/search-params";

const serialize = createSerializer(openEntrySearchParams);

/** The entry whose drawer is open, kept in the URL: Back closes it, a reload opens it again. */
export function useOpenEntry() {
  const [{ entry }, setOpen] = useQueryStates(openEntrySearchParams);
  const searchParams = useSearchParams();
  const drawer = useDrawerHistory(entry, (id, history) => void setOpen({ entry: id }, { history }));

  return {
    ...drawer,
    href: (id: string) => serialize(searchParams, { entry: id }),
  };
}
