"use client";

import { useRef, useState } from "react";

/** Opening and closing a drawer whose id is kept in the URL: Back closes it, a reload opens it again. */
export function useDrawerHistory(
  id: string | null,
  show: (id: string | null, history: "push" | "replace") => void,
) {
  const isOpenedHere = useRef(false);
  // Going back takes the router a moment; the drawer need not wait for it.
  const [closingId, setClosingId] = useState<string | null>(null);
  if (id === null && closingId !== null) setClosingId(null);

  return {
    id: id === closingId ? null : id,
    open(next: string) {
      isOpenedHere.current = true;
      setClosingId(null);
      show(next, "push");
    },
    /** To a neighbour in the list; Back still closes the drawer. */
    step: (next: string) => show(next, "replace"),
    close() {
      setClosingId(id);
      if (isOpenedHere.current) window.history.back();
      else show(null, "replace");
      isOpenedHere.current = false;
    },
  };
}
