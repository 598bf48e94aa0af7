"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { focusHeading, focusNamed } from "./focus-heading";

/**
 * After each change of page its heading, or the part that the address names, has the focus: a screen reader says where one is, and Tab goes on
 * from there.
 */
export function PageFocus() {
  const pathname = usePathname();
  const shown = useRef(pathname);
  useEffect(() => {
    // Where a document begins is the browser's to say.
    if (shown.current === pathname) return;
    shown.current = pathname;
    return followHeading();
  }, [pathname]);
  return null;
}

/** The heading may come late, and again when the page takes its skeleton's place. Who has gone on meanwhile is left in peace. */
function followHeading(): () => void {
  let focused: Element | null = null;
  const follow = () => {
    if (focused?.isConnected || document.activeElement?.closest('[role*="dialog"]')) return;
    if (focusNamed() || focusHeading()) focused = document.activeElement;
  };
  const observer = new MutationObserver(follow);
  const stop = () => {
    observer.disconnect();
    for (const event of ["keydown", "pointerdown"]) window.removeEventListener(event, stop, true);
  };
  for (const event of ["keydown", "pointerdown"]) window.addEventListener(event, stop, true);
  observer.observe(document.body, { childList: true, subtree: true });
  follow();
  return stop;
}
