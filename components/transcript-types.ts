import type { ReactNode } from "react";

interface EntryBase {
  /** A message on its way has an id of its own; once stored it comes back with another one. */
  id: string;
  at: string;
}

/** Something said: to everybody, or (`internal`) among colleagues only. */
export interface MessageEntry extends EntryBase {
  kind: "public" | "internal";
  author: {
    name: string;
    /** What they are to the reader: "Customer", "Incoming webhook". */
    role?: string | undefined;
  };
  body: ReactNode;
  /** `end` for our side of the conversation, `start` for the other. */
  side: "start" | "end";
  /** The reader wrote it, so it is never news to them. */
  isOwn?: boolean;
  /** Beside the time: "edited", a link to the request behind it. */
  meta?: ReactNode;
  /** Buttons for a message that is there. */
  actions?: ReactNode;
  /** Undefined once it is stored. */
  delivery?:
    | { state: "pending" }
    | { state: "failed"; reason: string; onRetry(): void; onDiscard(): void }
    | undefined;
}

/** Something that happened, in one line. */
export interface SystemEntry extends EntryBase {
  kind: "system";
  text: ReactNode;
}

export type TranscriptEntry = MessageEntry | SystemEntry;

export interface OlderEntries {
  hasMore: boolean;
  isLoading: boolean;
  error?: string | null | undefined;
  onLoad(): void;
}
