import { CircleAlert, Lock } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Time } from "./time";
import type { MessageEntry, SystemEntry } from "./transcript-types";
import { Badge } from "./ui/badge";
import { Button } from "./ui/button";
import { Spinner } from "./ui/spinner";

export function TranscriptMessage({ entry }: { entry: MessageEntry }) {
  const { author, kind, side, delivery } = entry;
  return (
    <li
      data-entry-id={entry.id}
      className={cn("flex min-w-0 flex-col gap-1", side === "end" ? "pl-6 md:pl-14" : "pr-6 md:pr-14")}
    >
      <p className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-0.5 text-sm">
        <span className="font-medium wrap-anywhere">{author.name}</span>
        {author.role && <span className="text-muted-foreground">{author.role}</span>}
        {kind === "internal" && (
          <Badge tone="warning">
            <Lock aria-hidden />
            Internal note
          </Badge>
        )}
        <Time value={entry.at} className="text-xs text-muted-foreground" />
        {entry.meta}
        {entry.actions && <span className="ml-auto flex items-center gap-1">{entry.actions}</span>}
      </p>
      <div
        className={cn(
          "rounded-lg border px-3.5 py-2.5 text-base",
          bubbleClasses(entry),
          delivery?.state === "failed" && "border-danger",
          delivery?.state === "pending" && "opacity-75",
        )}
      >
        {typeof entry.body === "string" ? <PlainText>{entry.body}</PlainText> : entry.body}
      </div>
      {delivery?.state === "pending" && (
        <p className="flex items-center gap-1.5 text-sm text-muted-foreground">
          <Spinner label="" className="size-3.5" />
          Sending…
        </p>
      )}
      {delivery?.state === "failed" && <FailedLine {...delivery} />}
    </li>
  );
}

export function TranscriptMarker({ entry }: { entry: SystemEntry }) {
  return (
    <li
      data-entry-id={entry.id}
      className="flex flex-wrap items-baseline justify-center gap-x-1.5 px-2 text-center text-sm text-muted-foreground"
    >
      <span className="wrap-anywhere">{entry.text}</span>
      <Time value={entry.at} className="text-xs" />
    </li>
  );
}

function FailedLine({ reason, onRetry, onDiscard }: { reason: string; onRetry(): void; onDiscard(): void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-danger">
      <CircleAlert aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0">Not sent. {reason}</span>
      <Button variant="link" size="inline" onClick={onRetry}>
        Retry
      </Button>
      <Button variant="link" size="inline" onClick={onDiscard}>
        Discard
      </Button>
    </div>
  );
}

function PlainText({ children }: { children: ReactNode }) {
  return (
    <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
      {children}
    </p>
  );
}

function bubbleClasses({ kind, side }: MessageEntry): string {
  if (kind === "internal") return "border-dashed border-warning bg-warning-soft";
  return side === "end" ? "border-transparent bg-selected" : "border-border bg-card";
}
