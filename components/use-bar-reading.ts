import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useRef,
  useState,
} from "react";
import { barAfterKey, barAt } from "./chart-scale";

/** Which bar of a chart is read out, and which is picked: by a pointer that hovers, by keys, or by a finger, whose first tap reads and whose second picks. */
export function useBarReading(count: number, onPick?: (index: number) => void) {
  const [hovered, setHovered] = useState<number | null>(null);
  /** Where keys or a tap have led; outlasts a pointer that passes by. */
  const [chosen, setChosen] = useState<number | null>(null);
  /** What was read out when the pointer went down; until then it picks nothing. */
  const readBefore = useRef<number | null>(null);
  const reading = hovered ?? chosen;
  const atKeys = reading ?? count - 1;

  const indexAt = ({ clientX, currentTarget }: MouseEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return barAt(clientX - left, { width, count });
  };

  function onPointerDown(event: PointerEvent) {
    readBefore.current = canHover(event) ? indexAt(event) : chosen;
  }

  function onClick(event: MouseEvent) {
    const index = indexAt(event);
    if (index === readBefore.current) onPick?.(index);
    else setChosen(index);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter") onPick?.(atKeys);
    const next = barAfterKey(event.key, atKeys, count);
    if (next === undefined) return;
    event.preventDefault();
    setHovered(null);
    setChosen(next);
  }

  return {
    /** The bar that is read out; null while none is. */
    reading,
    /** The bar that keys go on from, and that Enter picks. */
    atKeys,
    handlers: {
      onKeyDown,
      onPointerDown,
      onPointerMove: (event: PointerEvent) => canHover(event) && setHovered(indexAt(event)),
      onPointerLeave: () => setHovered(null),
      onClick,
      // A finger that brings the focus has not read anything yet.
      onFocus: ({ currentTarget }: FocusEvent) =>
        currentTarget.matches(":focus-visible") && setChosen((now) => now ?? count - 1),
      onBlur: () => setChosen(null),
    },
  };
}

function canHover({ pointerType }: PointerEvent): boolean {
  return pointerType !== "touch";
}
