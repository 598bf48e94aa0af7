import { useRef } from "react";

/**
 * Radix returns the focus only to its own trigger; a dialog opened from state has none. This remembers what had the
 * focus, and prefers the row that was last open where the dialog is a drawer over a table. Where the act has removed what opened it, the
 * heading above gets the focus: of the drawer that is still open, or else of the page.
 */
export function useReturnFocus() {
  const opener = useRef<Element | null>(null);
  const isDrawer = useRef(false);
  return {
    remember() {
      opener.current = document.activeElement;
      // Asked now: what is removed later is in no dialog any more.
      const isOutsideDialog = !opener.current?.closest('[role*="dialog"]');
      isDrawer.current =
        isOutsideDialog && document.querySelector('[data-row-id][aria-current="true"]') !== null;
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
  const row = isDrawer ? document.querySelector<HTMLElement>("[data-last-active] [data-row-link]") : null;
  if (row) return row;
  if (!(opener instanceof HTMLElement) || opener === document.body) return null;
  return opener.isConnected ? opener : findHeading();
}

/** Null where somebody has moved the focus on already, other than to the bare drawer. */
function findHeading(): HTMLElement | null {
  const { activeElement } = document;
  if (activeElement && activeElement !== document.body && activeElement.role !== "dialog") return null;
  const drawer = document.querySelector('[role="dialog"][data-state="open"]');
  return drawer ? drawer.querySelector("[data-sheet-title]") : document.querySelector("main h1");
}
