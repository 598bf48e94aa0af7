"use client";

import { ArrowDown } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { cn } from "@/lib/cn";
import { TranscriptMarker, TranscriptMessage } from "./transcript-entry";
import { useTranscriptScroll } from "./transcript-scroll";
import type { OlderEntries, TranscriptEntry } from "./transcript-types";
import { Button } from "./ui/button";

interface TranscriptProps {
  /** "Conversation of ticket 41". */
  label: string;
  /** The oldest first. */
  entries: TranscriptEntry[];
  /** For conversations that are longer than what is loaded. */
  older?: OlderEntries | undefined;
  /** Has a divider above it, and is where the conversation opens unless told otherwise. */
  firstUnreadId?: string | null | undefined;
  /** Where to open; without one it opens at the end. */
  opensAtId?: string | null | undefined;
  /** Whenever the reader sees the end, and again when it is a later one. */
  onEndSeen?(): void;
  /** In place of the entries while there are none. */
  empty?: ReactNode;
  /** Gives the box its height; it scrolls by itself. */
  className?: string;
}

/** A conversation that never moves the reader against their will. Give it a `key` per conversation. */
export function Transcript({
  label,
  entries,
  older,
  firstUnreadId = null,
  opensAtId = firstUnreadId,
  onEndSeen,
  empty,
  className,
}: TranscriptProps) {
  const box = useRef<HTMLDivElement>(null);
  const { newCount, onScroll, toEnd } = useTranscriptScroll(box, { entries, opensAtId, onEndSeen });
  return (
    <div className={cn("relative flex min-h-0 flex-col", className)}>
      <div
        ref={box}
        role="log"
        aria-label={label}
        aria-busy={older?.isLoading || undefined}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: A box that scrolls has to be reachable by keyboard.
        tabIndex={0}
        onScroll={onScroll}
        className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain rounded-md px-1 py-2 [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        {older && <OlderBar older={older} />}
        {entries.length === 0 && empty}
        {/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of lists without bullets. */}
        <ol role="list" className="flex flex-col gap-4">
          {entries.map((entry) => (
            <TranscriptItem key={entry.id} entry={entry} isFirstUnread={entry.id === firstUnreadId} />
          ))}
        </ol>
      </div>
      {newCount > 0 && (
        <Button
          variant="primary"
          size="sm"
          className="absolute bottom-3 left-1/2 -translate-x-1/2 shadow-md"
          onClick={toEnd}
        >
          {newCount} new {newCount === 1 ? "message" : "messages"}
          <ArrowDown aria-hidden />
        </Button>
      )}
    </div>
  );
}

function TranscriptItem({ entry, isFirstUnread }: { entry: TranscriptEntry; isFirstUnread: boolean }) {
  return (
    <>
      {isFirstUnread && (
        <li className="flex items-center gap-2 text-xs font-medium text-link after:h-px after:flex-1 after:bg-current">
          <hr aria-label="New" className="flex-1 border-current" />
          <span aria-hidden>New</span>
        </li>
      )}
      {entry.kind === "system" ? <TranscriptMarker entry={entry} /> : <TranscriptMessage entry={entry} />}
    </>
  );
}

function OlderBar({ older }: { older: OlderEntries }) {
  if (!older.hasMore) return null;
  return (
    <div className="flex flex-col items-center gap-1 pb-4">
      <Button size="sm" isPending={older.isLoading} onClick={older.onLoad}>
        Show older
      </Button>
      {older.error && (
        <p role="alert" className="text-sm text-danger">
          {older.error}
        </p>
      )}
    </div>
  );
}
