"use client";

import { Radio } from "lucide-react";
import { cn } from "@/lib/cn";
import { useHotkey } from "./hotkeys";
import { Button } from "./ui/button";

interface Live {
  isOn: boolean;
  isConnected: boolean;
  /** "rows are selected", while what comes has to wait. */
  pausedBecause: string | null;
}

interface LiveSwitchProps {
  live: Live;
  /** Of useListSearch with LIVE_PARAM and RANGE_PARAMS. */
  list: {
    setFilters(change: { live: "1"; range: null; from: null; to: null }): void;
    show(change: { live: null }, history: "replace"): void;
  };
}

/** Older pages stand still. */
export function isLive({ live, cursor }: { live: "1" | null; cursor: string | null }): boolean {
  return live !== null && cursor === null;
}

/** Why the time range can't be chosen. */
export function liveRangeReason({ isOn }: Live): string | undefined {
  return isOn ? "Live: what comes now" : undefined;
}

/** Turns watching a list live on and off, and says in words how that goes. What is shown stays when it is turned off. */
export function LiveSwitch({ live, list }: LiveSwitchProps) {
  const { isOn, pausedBecause } = live;
  const word = wordOf(live);
  function toggle() {
    if (isOn) list.show({ live: null }, "replace");
    else list.setFilters({ live: "1", range: null, from: null, to: null });
  }
  useHotkey("l", toggle, { label: isOn ? "Stop watching live" : "Watch live" });
  return (
    <Button
      aria-pressed={isOn}
      title={isOn && pausedBecause ? `Paused while ${pausedBecause}` : undefined}
      className={cn(
        "aria-pressed:bg-selected aria-pressed:font-semibold",
        isOn && "max-md:px-2 md:min-w-32",
        word === "Live" && isOn && "[&_svg]:text-success",
        word !== "Live" && "[&_svg]:text-warning",
      )}
      onClick={toggle}
    >
      <Radio aria-hidden />
      {word}
      {isOn && pausedBecause && <span className="sr-only"> while {pausedBecause}</span>}
    </Button>
  );
}

function wordOf({ isOn, isConnected, pausedBecause }: Live): string {
  if (!isOn) return "Live";
  if (!isConnected) return "Reconnecting";
  return pausedBecause === null ? "Live" : "Paused";
}
