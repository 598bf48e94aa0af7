"use client";

import { ArrowUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { announce } from "./live-regions";
import { Button } from "./ui/button";
import type { Arrivals } from "./use-steady-rows";

const ANNOUNCE_EVERY_MS = 10_000;

interface NewRowsPillProps {
  /** Plural, lower case: "deliveries". */
  noun: string;
  arrivals: Arrivals | undefined;
}

/** Says how much arrived since, over the rows and without moving them, and brings it in. */
export function NewRowsPill({ noun, arrivals }: NewRowsPillProps) {
  const text = arrivals && arrivalsText(noun, arrivals);
  useAnnounced(arrivals?.isSilent ? undefined : text);
  if (!arrivals) return null;
  return (
    <div className="pointer-events-none sticky top-16 z-20 flex h-0 items-center justify-center md:top-4">
      <Button
        size="sm"
        variant="primary"
        className="pointer-events-auto translate-y-2 rounded-full shadow-md"
        onClick={arrivals.onShow}
      >
        {text}
        <ArrowUp aria-hidden />
      </Button>
    </div>
  );
}

/** The newest text is spoken, yet not each one on the way there. */
function useAnnounced(text: string | undefined) {
  const spokenAt = useRef(-Infinity);
  useEffect(() => {
    if (!text) return;
    const waitMs = Math.max(0, spokenAt.current + ANNOUNCE_EVERY_MS - performance.now());
    const timer = setTimeout(() => {
      spokenAt.current = performance.now();
      announce(text);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [text]);
}

function arrivalsText(noun: string, { count, isMore, isUpdate }: Arrivals): string {
  const what = count === 1 ? noun.replace(/ies$/, "y").replace(/s$/, "") : noun;
  return `${count}${isMore ? "+" : ""} ${isUpdate ? "new or updated" : "new"} ${what}`;
}
