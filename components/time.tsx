"use client";

import { useSyncExternalStore } from "react";
import { cn } from "@/lib/cn";
import { formatAbsolute, formatCountdown, formatRelative, formatShort } from "@/lib/time";
import { useTimeZone } from "./time-zone";

const TICK_MS = 1_000;
/** Relative times change their text rarely; ten seconds is as fresh as they need to be. */
const RELATIVE_STEP_MS = 10_000;

interface TimeProps {
  value: string;
  /** "relative" (default): "3 min ago". "short": "22 Nov, 14:02 CET". "full": with year, seconds and zone. */
  display?: "relative" | "short" | "full";
  className?: string;
}

/** A moment in the reader's zone; its title has the exact time. */
export function Time({ value, display = "relative", className }: TimeProps) {
  const timeZone = useTimeZone();
  const now = useNow(RELATIVE_STEP_MS);
  const absolute = formatAbsolute(value, timeZone);
  const texts = {
    relative: () => formatRelative(value, now, timeZone),
    short: () => formatShort(value, timeZone),
    full: () => absolute,
  };
  return (
    // The server's clock and the browser's differ by a moment, which can change the words.
    <time
      dateTime={value}
      title={absolute}
      className={cn("whitespace-nowrap", className)}
      suppressHydrationWarning
    >
      {texts[display]()}
    </time>
  );
}

interface CountdownProps {
  to: string;
  /** Shown once the time is over. */
  doneLabel?: string;
  className?: string;
}

/** Time left until `to`, by the second; never inside a live region, so screen readers meet it only on demand. */
export function Countdown({ to, doneLabel = "now", className }: CountdownProps) {
  const timeZone = useTimeZone();
  const remainingMs = new Date(to).getTime() - useNow(TICK_MS);
  return (
    <time
      dateTime={to}
      title={formatAbsolute(to, timeZone)}
      className={cn("whitespace-nowrap", className)}
      suppressHydrationWarning
    >
      {remainingMs > 0 ? formatCountdown(remainingMs) : doneLabel}
    </time>
  );
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** The current time, rounded down to `stepMs`; one timer serves the whole page. */
function useNow(stepMs: number): number {
  const getNow = () => Math.floor(Date.now() / stepMs) * stepMs;
  const now = useSyncExternalStore(subscribe, getNow, getNow);
  // Rounded down, a moment that just passed would lie in the future.
  return stepMs > TICK_MS ? now + stepMs : now;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
