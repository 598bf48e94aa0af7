"use client";

import { type ComponentProps, createContext, useContext } from "react";
import { onDemand } from "./on-demand";
import { WaitingForParts, WaitingTrigger } from "./waiting-trigger";

type Parts = typeof import("./popover-parts");

const popovers = onDemand<Parts>(() => import("./popover-parts"));
const LoadedPopover = createContext<Parts | null>(null);

interface PopoverProps extends Pick<ComponentProps<Parts["Popover"]>, "children"> {
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Loaded with the first opening. */
export function Popover({ open, onOpenChange, children }: PopoverProps) {
  const parts = popovers.useParts(open);
  if (!parts)
    return (
      <WaitingForParts value={{ hasPopup: "dialog", open: () => onOpenChange(true) }}>
        {children}
      </WaitingForParts>
    );
  return (
    <LoadedPopover value={parts}>
      <parts.Popover open={open} onOpenChange={onOpenChange}>
        {children}
      </parts.Popover>
    </LoadedPopover>
  );
}

export function PopoverTrigger(props: ComponentProps<Parts["PopoverTrigger"]>) {
  const parts = useContext(LoadedPopover);
  return parts ? <parts.PopoverTrigger {...props} /> : <WaitingTrigger {...props} />;
}

export function PopoverContent(props: ComponentProps<Parts["PopoverContent"]>) {
  const parts = useContext(LoadedPopover);
  return parts && <parts.PopoverContent {...props} />;
}
