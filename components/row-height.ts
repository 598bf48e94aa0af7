import { useState } from "react";
import { parseRowHeight, preferenceCookie, ROW_HEIGHT_COOKIE, type RowHeight } from "@/lib/theme";

/** The height of the rows of all tables. The server sets it too, by the cookie, so that the first paint has it. */
export function useRowHeight(): [RowHeight, (height: RowHeight) => void] {
  // Read when the menu opens, which no server renders.
  const [height, setHeight] = useState(() => parseRowHeight(document.documentElement.dataset.rowHeight));
  function choose(next: RowHeight) {
    setHeight(next);
    document.documentElement.dataset.rowHeight = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http.
    document.cookie = preferenceCookie(ROW_HEIGHT_COOKIE, next);
  }
  return [height, choose];
}
