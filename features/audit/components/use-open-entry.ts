"use client";

import { useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import { createSerializer } from "nuqs/server";
import { useRef, useState } from "react";
import { openEntrySearchParams } from "./audit-search-params";

const serialize = createSerializer(openEntrySearchParams);

/** The entry whose drawer is open, kept in the URL: Back closes it, a reload opens it again. */
export function useOpenEntry() {
  const [{ entry }, setOpen] = useQueryStates(openEntrySearchParams);
  const searchParams = useSearchParams();
  const isOpenedHere = useRef(false);
  // Going back takes the router a moment; the drawer need not wait for it.
  const [closingId, setClosingId] = useState<string | null>(null);
  if (entry === null && closingId !== null) setClosingId(null);

  return {
    id: entry === closingId ? null : entry,
    href: (id: string) => serialize(searchParams, { entry: id }),
    open(id: string) {
      isOpenedHere.current = true;
      setClosingId(null);
      void setOpen({ entry: id }, { history: "push" });
    },
    /** To a neighbour in the list; Back still closes the drawer. */
    step: (id: string) => void setOpen({ entry: id }, { history: "replace" }),
    close() {
      setClosingId(entry);
      if (isOpenedHere.current) window.history.back();
      else void setOpen({ entry: null }, { history: "replace" });
      isOpenedHere.current = false;
    },
  };
}
