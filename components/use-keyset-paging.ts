"use client";

import { useRef } from "react";
import type { Paging } from "./data-table-types";

type SetCursor = (cursor: string | null, options: { history: "push" | "replace"; scroll?: boolean }) => void;

/**
 * Pages through a list whose cursor is kept in the URL. A cursor only leads onwards, so the way back is remembered; after a reload it
 * leads to the first page.
 */
export function useKeysetPaging(
  cursor: string | null,
  setCursor: SetCursor,
  { isOldestFirst = false }: { isOldestFirst?: boolean } = {},
) {
  const cursorsBefore = useRef(new Map<string, string | null>());

  function goBack() {
    const before = cursor === null ? null : (cursorsBefore.current.get(cursor) ?? null);
    setCursor(before, { history: "push", scroll: true });
  }

  function goTo(nextCursor: string) {
    cursorsBefore.current.set(nextCursor, cursor);
    setCursor(nextCursor, { history: "push", scroll: true });
  }

  return {
    showNewest: () => setCursor(null, { history: "replace" }),
    /** What a table needs to page on from an answer. */
    pagingOf(nextCursor: string | null | undefined): Paging {
      const hasNext = typeof nextCursor === "string";
      const onNext = () => hasNext && goTo(nextCursor);
      const hasBefore = cursor !== null;
      return isOldestFirst
        ? { isOldestFirst, hasOlder: hasBefore, onOlder: goBack, hasNewer: hasNext, onNewer: onNext }
        : { hasNewer: hasBefore, onNewer: goBack, hasOlder: hasNext, onOlder: onNext };
    },
  };
}
