const ROW = "[data-row-id]";

/** The place of a row in its table: the focus goes on from there when the row is gone. */
export interface RowPlace {
  row: Element;
  /** False where no row is left. */
  focusSuccessor(): boolean;
}

export function rowPlaceOf(element: Element | null): RowPlace | null {
  const row = element?.closest(ROW);
  const table = row?.parentElement;
  if (!row || !table) return null;
  const rows = () => [...table.children].filter((child) => child.matches(ROW));
  const index = rows().indexOf(row);
  return {
    row,
    focusSuccessor() {
      const now = table.isConnected ? rows() : [];
      const successor = now[Math.min(index, now.length - 1)];
      const target =
        successor?.querySelector<HTMLElement>("[data-row-link]") ??
        successor?.querySelector<HTMLElement>("a, button:enabled, select:enabled");
      target?.focus();
      return target !== undefined && target !== null;
    },
  };
}
