import { type FocusEvent, useLayoutEffect, useRef } from "react";
import { focusHeading, isFocusLost } from "./focus-heading";
import { type RowPlace, rowPlaceOf } from "./row-place";

/** Where a row that has the focus goes away, the one that takes its place gets it. */
export function useRowFocus() {
  const place = useRef<RowPlace | null>(null);
  useLayoutEffect(() => {
    if (!place.current || place.current.row.isConnected) return;
    if (isFocusLost() && !place.current.focusSuccessor()) focusHeading();
    place.current = null;
  });
  return {
    onFocus: (event: FocusEvent) => {
      place.current = rowPlaceOf(event.target);
    },
    onBlur: () => {
      place.current = null;
    },
  };
}
