"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useBackGuard } from "./use-back-guard";
import { holdBackGoTo } from "./use-go-to";
import { useUnloadWarning } from "./use-unload-warning";

export interface DirtyGuard {
  /** True while a navigation waits for the reader's answer. */
  isBlocking: boolean;
  stay(): void;
  leave(): void;
}

/** Where the reader was about to go: a page of ours, or an entry of the browser's history. */
type Blocked = { href: string } | { key: string };

/** Holds back links, keys that lead elsewhere, Back, reload and closing of the tab while there are unsaved changes; show its answer with LeaveDialog. */
export function useDirtyGuard(isDirty: boolean): DirtyGuard {
  const router = useRouter();
  const [blocked, setBlocked] = useState<Blocked | null>(null);
  const [isLeaving, setIsLeaving] = useState(false);
  const isActive = isDirty && !isLeaving;
  useUnloadWarning(isActive);
  useBackGuard(isActive, (key) => setBlocked({ key }));

  useEffect(() => {
    if (!isActive) return;
    const holdBack = (event: MouseEvent) => {
      const href = leavingHref(event);
      if (!href) return;
      event.preventDefault();
      event.stopPropagation();
      setBlocked({ href });
    };
    // On the window and in the capture phase it runs before the router's own handler, which listens on the document.
    window.addEventListener("click", holdBack, { capture: true });
    const letGo = holdBackGoTo((href) => setBlocked({ href }));
    return () => {
      window.removeEventListener("click", holdBack, { capture: true });
      letGo();
    };
  }, [isActive]);

  return {
    isBlocking: blocked !== null,
    stay: () => setBlocked(null),
    leave: () => {
      setBlocked(null);
      if (!blocked) return;
      if ("href" in blocked) return router.push(blocked.href);
      // The guard must be gone before the browser asks it again.
      flushSync(() => setIsLeaving(true));
      window.navigation.traverseTo(blocked.key);
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
