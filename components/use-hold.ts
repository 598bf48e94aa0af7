"use client";

import { useEffect, useRef, useState } from "react";

/** Why nothing may be put into a list at this moment: what its reader does with its rows. Null while nothing does; watches only while told to. */
export function useHold(isWatching: boolean) {
  const root = useRef<HTMLDivElement>(null);
  const [reason, setReason] = useState<string | null>(null);

  useEffect(() => {
    if (!isWatching) return;
    let pointed: Element | null = null;
    const look = () => setReason(root.current && reasonIn(root.current, pointed));
    const point = ({ target, pointerType }: PointerEvent) => {
      pointed = pointerType === "touch" || !(target instanceof Element) ? null : target;
      look();
    };
    const leave = () => {
      pointed = null;
      look();
    };
    look();
    document.addEventListener("pointerover", point);
    document.documentElement.addEventListener("pointerleave", leave);
    const events = ["focusin", "focusout", "selectionchange", "scroll", "change"] as const;
    for (const event of events) document.addEventListener(event, look);
    return () => {
      document.removeEventListener("pointerover", point);
      document.documentElement.removeEventListener("pointerleave", leave);
      for (const event of events) document.removeEventListener(event, look);
    };
  }, [isWatching]);

  return { root, reason: isWatching ? reason : null };
}

function reasonIn(root: HTMLElement, pointed: Element | null): string | null {
  const row = pointed?.closest("[data-row-id]");
  if (row && root.contains(row)) return "the pointer is on a row";
  if (root.querySelector("[data-row-id] :focus-visible")) return "a row has the focus";
  if (root.querySelector("[data-row-checkbox]:checked")) return "rows are selected";
  const selection = document.getSelection();
  if (selection && !selection.isCollapsed && root.contains(selection.anchorNode)) return "text is selected";
  const rows = root.querySelector("tbody");
  return rows && rows.getBoundingClientRect().top < 0 ? "the page is scrolled" : null;
}
