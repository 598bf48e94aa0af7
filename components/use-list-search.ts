"use client";

import { type UseQueryStatesKeysMap, useQueryStates, type Values } from "nuqs";
import { useRef } from "react";
import { isInvalidRequest } from "@/lib/api-client";
import type { Page } from "@/lib/pagination";
import type { Paging } from "./data-table-types";
import type { RangeValue } from "./range";
import type { Arrivals } from "./use-steady-rows";

type History = "push" | "replace";
type Change<Params extends UseQueryStatesKeysMap> = { [Name in keyof Params]?: Values<Params>[Name] | null };

interface ListOptions<Params extends UseQueryStatesKeysMap> {
  /** Params that are no filters, such as a tab or an open drawer: Clear leaves them alone. */
  view?: readonly (keyof Params)[];
  isOldestFirst?(search: Values<Params>): boolean;
}

/** What a table needs of the answer to the list's query, of which useListQuery gives all. */
interface Answer<Row> {
  data: Page<Row> | undefined;
  error: Error | null;
  isPlaceholderData: boolean;
  refetch(): Promise<unknown>;
  arrivals?: Arrivals | undefined;
}

/**
 * Filters and page of a list, kept in the URL; the params come from `listSearch`.
 *
 *     const list = useListSearch(customerSearchParams);
 *     const customers = useListQuery(customersQuery(toListQuery(list.search)), { idOf: (customer) => customer.id });
 *
 *     <DataTable
 *       {...list.table(customers)}
 *       toolbar={{
 *         search: { label: "Search customers", ...list.text("q") },
 *         facets: [{ id: "open", label: "Open tickets", any: "With or without", options: OPTIONS, ...list.choice("open") }],
 *         onClearAll: list.onClearAll,
 *       }}
 *       caption="Customers" columns={COLUMNS} …
 *     />
 *
 * A change of a filter starts again at the first page. Typing replaces the entry in the browser's history, all else makes a new one.
 */
export function useListSearch<Params extends UseQueryStatesKeysMap & { cursor: unknown }>(
  params: Params,
  { view = [], isOldestFirst }: ListOptions<Params> = {},
) {
  const parsers: UseQueryStatesKeysMap = params;
  const [values, setValues] = useQueryStates(parsers);
  // What nuqs read with these very params; it can't tell so of params that a caller chooses.
  const search = values as Values<Params>;
  const filters = Object.keys(params).filter((name) => name !== "cursor" && !view.includes(name));
  const isFiltered = filters.some((name) => isSet(values[name]));
  const paging = useKeysetPaging(
    values.cursor,
    (cursor, history) => void setValues({ cursor }, { history, ...(history === "push" && { scroll: true }) }),
    isOldestFirst?.(search) ?? false,
  );

  const set = (change: Record<string, unknown>, history: History = "push") =>
    void setValues({ ...change, cursor: null }, { history });
  const clear = () => set(Object.fromEntries(filters.map((name) => [name, null])));

  return {
    search,
    isFiltered,
    clear,
    /** For the toolbar. */
    onClearAll: isFiltered ? clear : undefined,
    setFilters: (change: Change<Params>) => set(change),
    /** Changes what is no filter, such as the drawer that is open; the page stays. */
    show: (change: Change<Params>, history: History = "push") => void setValues(change, { history }),
    /** The range of a list whose params have RANGE_PARAMS. */
    range: {
      isSet: isSet(values.range ?? null) || isSet(values.from ?? null),
      onChange(range: RangeValue | null) {
        const preset = range && "preset" in range ? range.preset : null;
        set({ from: null, to: null, ...(preset === null && range), range: preset });
      },
    },
    /** A text that is searched for as it is typed. */
    text: (name: keyof Params & string) => ({
      value: String(values[name] ?? ""),
      onChange: (text: string) => set({ [name]: text || null }, "replace"),
    }),
    /** For a facet of which one is chosen. */
    choice: (name: keyof Params & string) => ({
      value: isSet(values[name] ?? null) ? [String(values[name])] : [],
      onChange: ([text = ""]: string[]) => set({ [name]: chosen(parsers[name], text) }),
    }),
    /** For a facet of which several are chosen. */
    choices: (name: keyof Params & string) => ({
      value: values[name] ?? [],
      onChange: (texts: string[]) => set({ [name]: texts.length > 0 ? texts : null }),
    }),
    /** For a facet of words. */
    words: (name: keyof Params & string) => ({
      text: String(values[name] ?? ""),
      onText: (text: string) => set({ [name]: text || null }),
    }),
    /** What the table shows and does. Polling goes on all the time; only a new question is worth a progress bar. */
    table: <Row>({ data, error, isPlaceholderData, refetch, arrivals }: Answer<Row>) => ({
      rows: data?.data,
      arrivals,
      error,
      isFetching: isPlaceholderData,
      // A cursor from elsewhere stays wrong however often it is asked for.
      onRetry: () => (isInvalidRequest(error) ? paging.showFirst() : void refetch()),
      paging: paging.of(data?.nextCursor),
      isFiltered: isFiltered || values.cursor !== null,
      onClearFilters: clear,
    }),
  };
}

export type ListSearchState<Params extends UseQueryStatesKeysMap & { cursor: unknown }> = ReturnType<
  typeof useListSearch<Params>
>;

/** A cursor only leads onwards, so the way back is remembered; after a reload it leads to the first page. */
function useKeysetPaging(
  cursor: string | null,
  setCursor: (cursor: string | null, history: History) => void,
  isOldestFirst: boolean,
) {
  const cursorsBefore = useRef(new Map<string, string | null>());

  function goBack() {
    setCursor(cursor === null ? null : (cursorsBefore.current.get(cursor) ?? null), "push");
  }

  function goTo(nextCursor: string) {
    cursorsBefore.current.set(nextCursor, cursor);
    setCursor(nextCursor, "push");
  }

  return {
    showFirst: () => setCursor(null, "replace"),
    /** What a table needs to page on from an answer. */
    of(nextCursor: string | null | undefined): Paging {
      const hasNext = typeof nextCursor === "string";
      const onNext = () => hasNext && goTo(nextCursor);
      const hasBefore = cursor !== null;
      return isOldestFirst
        ? { isOldestFirst, hasOlder: hasBefore, onOlder: goBack, hasNewer: hasNext, onNewer: onNext }
        : { hasNewer: hasBefore, onNewer: goBack, hasOlder: hasNext, onOlder: onNext };
    },
  };
}

function chosen(parser: UseQueryStatesKeysMap[string] | undefined, text: string): unknown {
  return parser && parser.type !== "multi" ? parser.parse(text) : null;
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null;
}
