"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { EVERY_EVENT, summarizePatterns } from "@/features/event-types/event-selection";

/** The first type, and on request the rest. */
export function SubscriptionEvents({ eventTypes }: { eventTypes: string[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const summary = summarizePatterns(eventTypes);
  if (eventTypes.length === 1 || eventTypes.includes(EVERY_EVENT)) {
    const isEvery = eventTypes.includes(EVERY_EVENT);
    return <span className={isEvery ? undefined : "font-mono text-xs wrap-anywhere"}>{summary}</span>;
  }
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="inline"
          className="max-w-56 font-mono text-xs font-normal"
          aria-label={`${summary}: list all ${eventTypes.length} events`}
        >
          <span className="truncate">{summary}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Subscribed events" className="max-h-80">
        <ul className="flex flex-col gap-1 font-mono text-xs">
          {eventTypes.map((type) => (
            <li key={type} className="wrap-anywhere">
              {type}
            </li>
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  );
}
