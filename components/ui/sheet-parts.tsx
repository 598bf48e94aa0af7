"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import * as DialogPrimitive from "radix-ui/dialog";
import { type ComponentProps, useRef } from "react";
import { useHotkey } from "@/components/hotkeys";
import { cn } from "@/lib/cn";
import { Button } from "./button";
import { BACKDROP_CLASSES, keepOpenForToasts } from "./overlay";
import { useReturnFocus } from "./return-focus";

export const Sheet = DialogPrimitive.Root;
export const SheetClose = DialogPrimitive.Close;

/** Right drawer of 640 px, full screen below 768 px. Focus starts on its SheetTitle. */
export function SheetContent({
  className,
  children,
  onInteractOutside,
  onOpenAutoFocus,
  onCloseAutoFocus,
  ...props
}: ComponentProps<typeof DialogPrimitive.Content>) {
  const content = useRef<HTMLDivElement>(null);
  const focus = useReturnFocus({
    onOpenAutoFocus(event) {
      onOpenAutoFocus?.(event);
      const title = content.current?.querySelector<HTMLElement>("[data-sheet-title]");
      if (event.defaultPrevented || !title) return;
      event.preventDefault();
      title.focus();
    },
    onCloseAutoFocus,
  });
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Overlay className={cn(BACKDROP_CLASSES, "bg-black/25")} />
      <DialogPrimitive.Content
        ref={content}
        aria-describedby={undefined}
        className={cn(
          "fixed inset-y-0 right-0 z-50 flex w-full flex-col bg-popover text-popover-foreground shadow-xl focus-visible:outline-none md:w-160 md:max-w-[90vw] md:border-l md:border-border",
          "data-[state=closed]:animate-slide-out data-[state=open]:animate-slide-in",
          className,
        )}
        onInteractOutside={(event) => {
          keepOpenForToasts(event);
          onInteractOutside?.(event);
        }}
        {...focus}
        {...props}
      >
        {children}
        <DialogPrimitive.Close asChild>
          <Button variant="ghost" size="icon-sm" aria-label="Close" className="absolute top-3 right-3">
            <X aria-hidden />
          </Button>
        </DialogPrimitive.Close>
      </DialogPrimitive.Content>
    </DialogPrimitive.Portal>
  );
}

export function SheetTitle({ className, ...props }: ComponentProps<typeof DialogPrimitive.Title>) {
  return (
    <DialogPrimitive.Title
      tabIndex={-1}
      data-sheet-title=""
      className={cn("text-lg font-semibold focus-visible:outline-none", className)}
      {...props}
    />
  );
}

interface SheetPagerProps {
  /** The object in lower case, as in "Next delivery". */
  noun: string;
  /** Absent at the start of the list. */
  onPrevious?: (() => void) | undefined;
  /** Absent at the end of the list. */
  onNext?: (() => void) | undefined;
}

/** Steps through the list behind the drawer, by button and by K and J. */
export function SheetPager({ noun, onPrevious, onNext }: SheetPagerProps) {
  useHotkey("k", () => onPrevious?.(), { label: `Previous ${noun}`, scope: "dialog" });
  useHotkey("j", () => onNext?.(), { label: `Next ${noun}`, scope: "dialog" });
  return (
    <div className="flex gap-1">
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={`Previous ${noun}`}
        title={`Previous ${noun} (K)`}
        disabled={!onPrevious}
        onClick={onPrevious}
      >
        <ChevronUp aria-hidden />
      </Button>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={`Next ${noun}`}
        title={`Next ${noun} (J)`}
        disabled={!onNext}
        onClick={onNext}
      >
        <ChevronDown aria-hidden />
      </Button>
    </div>
  );
}
