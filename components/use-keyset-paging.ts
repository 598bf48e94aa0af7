"use client";

import { useRef } from "react";
import type { Paging } from "./data-table-types";

type SetCursor = (cursor: string | null, options: { history: "push" | "replace"; scroll?: boolean }) => void;

/**
 * Pages through a list whose cursor is kept in the URL. A cursor only leads to older rows, so the way back is remembered; after a reload it
 * leads to the newest page.
 */
export function useKeysetPaging(cursor: string | null, setCursor: SetCursor) {
  const newerCursors = useRef(new Map<string, string | null>());

  return {
    showNewest: () => setCursor(null, { history: "replace" }),
    /** What a table needs to page on from an answer. */
    pagingOf(nextCursor: string | null | undefined): Paging {
      return {
        hasNewer: cursor !== null,
        hasOlder: typeof nextCursor === "string",
        onNewer() {
          const newer = cursor === null ? null : (newerCursors.current.get(cursor) ?? null);
          setCursor(newer, { history: "push", scroll: true });
        },
        onOlder() {
          if (typeof nextCursor !== "string") return;
          newerCursors.current.set(nextCursor, cursor);
          setCursor(nextCursor, { history: "push", scroll: true });
        },
      };
    },
  };
}
