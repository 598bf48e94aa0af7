import { useRef } from "react";
import { focusHeading, isFocusLost } from "@/components/focus-heading";
import { type RowPlace, rowPlaceOf } from "@/components/row-place";

interface FocusHandlers {
  onOpenAutoFocus?: ((event: Event) => void) | undefined;
  onCloseAutoFocus?: ((event: Event) => void) | undefined;
}

/**
 * Radix returns the focus only to its own trigger; a dialog opened from state has none. This remembers what had the
 * focus (of a menu, its button), and prefers the row that was last open where the dialog is a drawer over a table.
 * Where the act has removed what opened it, the row that took its place gets the focus, or else the heading above.
 * For the content of a dialog, around what it does itself when the focus comes and goes.
 */
export function useReturnFocus({ onOpenAutoFocus, onCloseAutoFocus }: FocusHandlers) {
  const opener = useRef<Element | null>(null);
  const place = useRef<RowPlace | null>(null);
  const isDrawer = useRef(false);
  return {
    onOpenAutoFocus(event: Event) {
      opener.current = openerOf(document.activeElement);
      place.current = rowPlaceOf(opener.current);
      // Asked now: what is removed later is in no dialog any more.
      const isOutsideDialog = !opener.current?.closest('[role*="dialog"]');
      isDrawer.current =
        isOutsideDialog && document.querySelector('[data-row-id][aria-current="true"]') !== null;
      onOpenAutoFocus?.(event);
    },
    onCloseAutoFocus(event: Event) {
      onCloseAutoFocus?.(event);
      if (event.defaultPrevented) return;
      event.preventDefault();
      const row = isDrawer.current
        ? document.querySelector<HTMLElement>("[data-last-active] [data-row-link]")
        : null;
      const target = row ?? opener.current;
      if (target instanceof HTMLElement && target !== document.body && target.isConnected) target.focus();
      // Left in peace is who has moved the focus on already, other than to the bare drawer.
      else if (isFocusLost() || document.activeElement?.role === "dialog") {
        if (!place.current?.focusSuccessor()) focusHeading();
      }
    },
  };
}

/** The item of a menu is gone with it. */
function openerOf(focused: Element | null): Element | null {
  const triggerId = focused?.closest('[role="menu"]')?.getAttribute("aria-labelledby");
  return triggerId ? document.getElementById(triggerId) : focused;
}
