import { useRef } from "react";

/**
 * Radix returns the focus only to its own trigger; a dialog opened from state has none. This remembers what had the
 * focus, and prefers the row that was last open where the dialog is a drawer over a table.
 */
export function useReturnFocus() {
  const opener = useRef<Element | null>(null);
  const isDrawer = useRef(false);
  return {
    remember() {
      opener.current = document.activeElement;
      isDrawer.current = document.querySelector('[data-row-id][aria-current="true"]') !== null;
    },
    restore(event: Event) {
      const target = findTarget(opener.current, isDrawer.current);
      if (event.defaultPrevented || !target) return;
      event.preventDefault();
      target.focus();
    },
  };
}

function findTarget(opener: Element | null, isDrawer: boolean): HTMLElement | null {
  const isOutsideDialog = !opener?.closest('[role*="dialog"]');
  const row =
    isDrawer && isOutsideDialog
      ? document.querySelector<HTMLElement>("[data-last-active] [data-row-link]")
      : null;
  if (row) return row;
  return opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener : null;
}
