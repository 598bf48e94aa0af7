"use client";

import * as Slot from "radix-ui/slot";
import { type ComponentProps, createContext, type KeyboardEvent, useContext } from "react";

interface Waiting {
  hasPopup: "menu" | "dialog";
  /** By a click, or by a key. */
  open(by: "pointer" | "key"): void;
}

const WaitingContext = createContext<Waiting | null>(null);
export const WaitingForParts = WaitingContext.Provider;

/** The trigger of a menu or popover whose code is not loaded. */
export function WaitingTrigger({ asChild, ...props }: ComponentProps<"button"> & { asChild?: boolean }) {
  const waiting = useContext(WaitingContext);
  const Trigger = asChild ? Slot.Root : "button";
  return (
    <Trigger
      type="button"
      aria-haspopup={waiting?.hasPopup}
      aria-expanded={false}
      data-state="closed"
      {...props}
      onClick={() => waiting?.open("pointer")}
      onKeyDown={(event: KeyboardEvent) => {
        if (waiting?.hasPopup !== "menu" || !["Enter", " ", "ArrowDown"].includes(event.key)) return;
        event.preventDefault();
        waiting.open("key");
      }}
    />
  );
}
