import { createContext, useContext, useSyncExternalStore } from "react";
import { HIDDEN_COLUMNS_COOKIE, preferenceCookie, readCookie } from "@/lib/theme";
import type { Column } from "./data-table-types";

/** "tickets:updated,tags|tokens:owner": the cookie as the server read it, so that the first paint lacks what its reader took out. */
const StoredChoices = createContext("");
export const StoredColumnChoices = StoredChoices.Provider;

/** Changed in this visit, where a browser keeps no cookie. */
let chosen: string | undefined;
const listeners = new Set<() => void>();

/** Which columns the reader took out of a list's table, kept in this browser under the list's id; without one there is no choice. Cards show every fact all the same. */
export function useColumnChoice<Row>(listId: string | undefined, all: Column<Row>[]) {
  const stored = useContext(StoredChoices);
  const choices = useSyncExternalStore(
    subscribe,
    () => chosen ?? stored,
    () => stored,
  );
  const hiddenIds = (listId && parse(choices).get(listId)) || [];
  const columns = all.map((column, index) => ({
    ...column,
    isHidden: isHideable(column, index) && hiddenIds.includes(column.id),
  }));
  return {
    columns,
    hideable: listId === undefined ? [] : columns.filter(isHideable),
    setHidden(id: string, isHidden: boolean) {
      const others = columns
        .filter((column) => column.isHidden && column.id !== id)
        .map((column) => column.id);
      write(listId, isHidden ? [...others, id] : others, stored);
    },
    reset: () => write(listId, [], stored),
  };
}

/** The first column holds the row's link, and those without a heading its actions. */
function isHideable<Row>(column: Column<Row>, index: number): boolean {
  return index > 0 && !column.isHeaderHidden;
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

function write(listId: string | undefined, ids: string[], stored: string): void {
  if (listId === undefined) return;
  // Another tab may have chosen meanwhile.
  const choices = parse(readCookie(document.cookie, HIDDEN_COLUMNS_COOKIE) ?? chosen ?? stored);
  if (ids.length === 0) choices.delete(listId);
  else choices.set(listId, ids);
  chosen = [...choices].map(([id, hidden]) => `${id}:${hidden.join(",")}`).join("|");
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http.
  document.cookie = preferenceCookie(HIDDEN_COLUMNS_COOKIE, chosen);
  for (const listener of listeners) listener();
}

/** Hidden columns by list. Whatever else a cookie holds names no column of ours. */
function parse(choices: string): Map<string, string[]> {
  return new Map(
    choices
      .split("|")
      .filter(Boolean)
      .map((choice) => {
        const [listId = "", ids = ""] = choice.split(":");
        return [listId, ids.split(",").filter(Boolean)];
      }),
  );
}
