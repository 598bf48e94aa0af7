"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

export interface DirtyGuard {
  /** True while a navigation waits for the reader's answer. */
  isBlocking: boolean;
  stay(): void;
  leave(): void;
}

/** Holds back links, reload and closing of the tab while there are unsaved changes; show its answer with LeaveDialog. */
export function useDirtyGuard(isDirty: boolean): DirtyGuard {
  const router = useRouter();
  const [blockedHref, setBlockedHref] = useState<string | null>(null);

  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const holdBack = (event: MouseEvent) => {
      const href = leavingHref(event);
      if (!href) return;
      event.preventDefault();
      event.stopPropagation();
      setBlockedHref(href);
    };
    window.addEventListener("beforeunload", warn);
    // On the window and in the capture phase it runs before the router's own handler, which listens on the document.
    window.addEventListener("click", holdBack, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", warn);
      window.removeEventListener("click", holdBack, { capture: true });
    };
  }, [isDirty]);

  return {
    isBlocking: blockedHref !== null,
    stay: () => setBlockedHref(null),
    leave: () => {
      setBlockedHref(null);
      if (blockedHref) router.push(blockedHref);
    },
  };
}

/** The link a plain click would follow in this tab to another page of ours. */
function leavingHref(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || link.target === "_blank" || link.hasAttribute("download")) return null;
  const url = new URL(link.href, location.href);
  const isSameView = url.pathname === location.pathname && url.search === location.search;
  if (url.origin !== location.origin || isSameView) return null;
  return url.pathname + url.search + url.hash;
}
