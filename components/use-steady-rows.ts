"use client";

import { useIsMutating } from "@tanstack/react-query";
import { useState } from "react";
import type { Page } from "@/lib/pagination";
import { arrivalsAmong, type RowRules, refreshRows, type SteadyRows, toSteadyRows } from "./steady-rows";

export interface ListRules<Row> extends RowRules<Row> {
  /** The row that is open over or beside the list: what its reader does there moves nothing behind it. */
  openId?: string | null;
  /** The list itself shows what its reader changes. */
  showsOwnChanges?: boolean;
  /** Of an arrival that was there before. */
  isUpdate?(row: Row): boolean;
}

/** The latest answer to a list's question. */
interface Latest<Row> {
  question: string;
  page: Page<Row> | undefined;
  /** When it was given. */
  at: number;
  isFetching: boolean;
  /** More rows were asked for. */
  isMore?: boolean;
  /** Whatever comes is shown as it comes. */
  isLive?: boolean;
}

interface Shown<Row> extends SteadyRows<Row> {
  question: string;
  page: Page<Row>;
  at: number;
  /** The next answer is shown as it is: the one on the screen is from before, or its reader changes something. */
  takesNext: boolean;
}

/** What came since, and is shown when its reader asks for it. */
export interface Arrivals {
  count: number;
  /** A page full of them: there may be more. */
  isMore: boolean;
  isUpdate: boolean;
  /** They are told of elsewhere. */
  isSilent?: boolean;
  onShow(): void;
}

/**
 * Rows that stand still: fresh values come in where a row stands, and what arrived since is only counted until the reader asks for it or
 * changes something themselves. So nothing moves under the pointer.
 */
export function useSteadyRows<Row>(latest: Latest<Row>, rules: ListRules<Row>) {
  const { question, page, at, isFetching, isMore = false, isLive = false } = latest;
  const { openId = null, showsOwnChanges = false } = rules;
  const isChanging = useIsMutating() > 0 && !showsOwnChanges && openId === null;
  const isAsked = isChanging || isMore;
  const [shown, setShown] = useState<Shown<Row> | null>(null);

  if (page && (shown?.question !== question || shown.at !== at)) {
    // With nothing on the screen, nothing can move.
    const isFresh = shown?.question !== question || shown.takesNext || isLive || shown.rows.length === 0;
    const rows = isFresh || opensNew(shown, page) ? toSteadyRows(page) : refreshRows(shown, page, rules);
    setShown({ ...rows, question, page, at, takesNext: isAsked || (isFresh && isFetching) });
  } else if (isLive && shown && page && shown.rows !== page.data)
    setShown({ ...shown, ...toSteadyRows(page) });
  else if (isAsked && shown?.takesNext === false) setShown({ ...shown, takesNext: true });

  /** Whether its reader made the row that is open. */
  function opensNew({ rows }: SteadyRows<Row>, { data }: Page<Row>): boolean {
    const isOpen = (row: Row) => rules.idOf(row) === openId;
    return openId !== null && !rows.some(isOpen) && data.some(isOpen);
  }

  const arrivals = shown ? arrivalsAmong(shown, shown.page, rules) : [];

  function isPlaced({ start }: SteadyRows<Row>, row: Row): boolean {
    return start.some((known) => rules.idOf(known) === rules.idOf(row));
  }

  function show(next: Page<Row>) {
    setShown((last) => last && { ...last, ...toSteadyRows(next) });
  }

  return {
    page: shown && { data: shown.rows, nextCursor: shown.nextCursor },
    arrivals: shown &&
      arrivals.length > 0 && {
        count: arrivals.length,
        isMore: shown.page.nextCursor !== null && arrivals.length === shown.page.data.length,
        isUpdate: arrivals.some((row) => isPlaced(shown, row) || rules.isUpdate?.(row)),
        onShow: () => show(shown.page),
      },
    show,
    /** Changes rows before an answer for them comes in. */
    change(update: (rows: Row[]) => Row[]) {
      setShown((last) => last && { ...last, rows: update(last.rows) });
    },
  };
}
