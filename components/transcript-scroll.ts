import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { TranscriptEntry } from "./transcript-types";

/** So near to the end counts as at the end. */
const END_TOLERANCE_PX = 48;
/** Room for the divider above the entry that the box opens at. */
const ABOVE_PX = 40;

interface ScrollOptions {
  entries: TranscriptEntry[];
  opensAtId: string | null;
  onEndSeen: (() => void) | undefined;
}

interface Shown {
  ids: Set<string>;
  firstId: string | undefined;
  height: number;
  isAtEnd: boolean;
}

/**
 * Keeps the reader where they are: opens at the given entry or at the end, follows what arrives only from there, counts it
 * otherwise, and holds the place when older entries come in above.
 */
export function useTranscriptScroll(
  box: RefObject<HTMLElement | null>,
  { entries, opensAtId, onEndSeen }: ScrollOptions,
) {
  const shown = useRef<Shown | null>(null);
  const [newCount, setNewCount] = useState(0);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || entries.length === 0) return;
    const before = shown.current;
    const ids = new Set(entries.map(({ id }) => id));
    const news = before ? arrivals(entries, before.ids) : [];
    let isAtEnd = before?.isAtEnd ?? true;
    if (!before) {
      isAtEnd = !scrollToEntry(element, opensAtId);
      if (isAtEnd) element.scrollTop = element.scrollHeight;
    } else if (before.isAtEnd || news.some(isOwn)) {
      isAtEnd = true;
      element.scrollTop = element.scrollHeight;
    } else if (before.firstId !== undefined && entries[0]?.id !== before.firstId && ids.has(before.firstId)) {
      element.scrollTop += element.scrollHeight - before.height;
    }
    shown.current = { ids, firstId: entries[0]?.id, height: element.scrollHeight, isAtEnd };
    const missed = news.filter((entry) => entry.kind !== "system" && !isOwn(entry)).length;
    setNewCount((count) => (isAtEnd ? 0 : count + missed));
    if (isAtEnd) onEndSeen?.();
  }, [box, entries, opensAtId, onEndSeen]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    // A box that gets smaller (a growing composer, a keyboard on the screen) must not hide the last message.
    const observer = new ResizeObserver(() => {
      if (shown.current?.isAtEnd) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);

  return {
    newCount,
    onScroll() {
      const element = box.current;
      if (!element || !shown.current) return;
      const left = element.scrollHeight - element.scrollTop - element.clientHeight;
      shown.current.isAtEnd = left < END_TOLERANCE_PX;
      if (!shown.current.isAtEnd) return;
      setNewCount(0);
      onEndSeen?.();
    },
    toEnd() {
      const element = box.current;
      if (element) element.scrollTop = element.scrollHeight;
      element?.focus();
    },
  };
}

/** The entries after the last one that was there before. */
function arrivals(entries: TranscriptEntry[], known: Set<string>): TranscriptEntry[] {
  const last = entries.findLastIndex(({ id }) => known.has(id));
  return entries.slice(last + 1);
}

function isOwn(entry: TranscriptEntry): boolean {
  return entry.kind !== "system" && entry.isOwn === true;
}

/** Whether the entry is there and the box now begins with it. */
function scrollToEntry(box: HTMLElement, id: string | null): boolean {
  const entry = id === null ? null : box.querySelector<HTMLElement>(`[data-entry-id="${CSS.escape(id)}"]`);
  if (!entry) return false;
  box.scrollTop = entry.offsetTop - ABOVE_PX;
  return box.scrollTop + box.clientHeight < box.scrollHeight - END_TOLERANCE_PX;
}
