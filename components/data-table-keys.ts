import type { RefObject } from "react";
import { useHotkey } from "./hotkeys";

interface RowKeysOptions {
  noun: string;
  hasRows: boolean;
  isSelectable: boolean;
}

/** J and K move the focus between the row links, X ticks the row that has it. */
export function useRowKeys(
  root: RefObject<HTMLElement | null>,
  { noun, hasRows, isSelectable }: RowKeysOptions,
): void {
  const group = `List of ${noun}`;
  useHotkey("j", () => moveFocus(root.current, 1), { label: "Next row", group, isEnabled: hasRows });
  useHotkey("k", () => moveFocus(root.current, -1), { label: "Previous row", group, isEnabled: hasRows });
  useHotkey("x", () => toggleFocused(root.current), {
    label: "Select the row",
    group,
    isEnabled: hasRows && isSelectable,
  });
}

function moveFocus(root: HTMLElement | null, step: 1 | -1): void {
  if (!root) return;
  const links = [...root.querySelectorAll<HTMLElement>("[data-row-link]")];
  const row = focusedRow(root) ?? root.querySelector('[data-row-id][aria-current="true"]');
  const current = links.findIndex((link) => row?.contains(link));
  const next = current === -1 ? 0 : Math.min(links.length - 1, Math.max(0, current + step));
  links[next]?.focus();
}

function toggleFocused(root: HTMLElement | null): void {
  focusedRow(root)?.querySelector<HTMLElement>("[data-row-checkbox]")?.click();
}

function focusedRow(root: HTMLElement | null): Element | null {
  const row = document.activeElement?.closest("[data-row-id]") ?? null;
  return row && root?.contains(row) ? row : null;
}
