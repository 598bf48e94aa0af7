import { useSyncExternalStore } from "react";
import type { Column } from "./data-table-types";

const PREFIX = "replify-hidden-columns:";
/** Choices of this visit that could not be stored. */
const unsaved = new Map<string, string>();
const listeners = new Set<() => void>();

/** Which columns the reader took out of a list's table, kept in this browser. Cards show every fact all the same. */
export function useColumnChoice<Row>(listId: string, all: Column<Row>[]) {
  const stored = useSyncExternalStore(
    subscribe,
    () => read(listId),
    () => "",
  );
  const hiddenIds = new Set(stored.split(","));
  const columns = all.map((column, index) => ({
    ...column,
    isHidden: isHideable(column, index) && hiddenIds.has(column.id),
  }));
  return {
    columns,
    hideable: columns.filter(isHideable),
    setHidden(id: string, isHidden: boolean) {
      const others = columns
        .filter((column) => column.isHidden && column.id !== id)
        .map((column) => column.id);
      write(listId, isHidden ? [...others, id] : others);
    },
    reset: () => write(listId, []),
  };
}

/** The first column holds the row's link, and those without a heading its actions. */
function isHideable<Row>(column: Column<Row>, index: number): boolean {
  return index > 0 && !column.isHeaderHidden;
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  window.addEventListener("storage", onChange);
  return () => {
    listeners.delete(onChange);
    window.removeEventListener("storage", onChange);
  };
}

function read(listId: string): string {
  try {
    return unsaved.get(listId) ?? localStorage.getItem(PREFIX + listId) ?? "";
  } catch {
    return "";
  }
}

function write(listId: string, ids: string[]): void {
  try {
    if (ids.length === 0) localStorage.removeItem(PREFIX + listId);
    else localStorage.setItem(PREFIX + listId, ids.join(","));
    unsaved.delete(listId);
  } catch {
    // Storage can be full or blocked; the choice then holds until the page is left.
    unsaved.set(listId, ids.join(","));
  }
  for (const listener of listeners) listener();
}
