"use client";

import { type ComponentProps, createContext, type ReactNode, useContext } from "react";
import { cn } from "@/lib/cn";
import { onDemand } from "./on-demand";
import { OverlayBody, OverlayFooter, OverlayHeader } from "./overlay";

type Parts = typeof import("./sheet-parts");

const sheets = onDemand<Parts>(() => import("./sheet-parts"));
const LoadedSheet = createContext<Parts | null>(null);

interface SheetProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  children: ReactNode;
}

/** Loaded with the first opening. */
export function Sheet(props: SheetProps) {
  const parts = sheets.useParts(props.open);
  return (
    parts && (
      <LoadedSheet value={parts}>
        <parts.Sheet {...props} />
      </LoadedSheet>
    )
  );
}

export const SheetHeader = OverlayHeader;
export const SheetBody = OverlayBody;

export function SheetFooter({ className, ...props }: ComponentProps<typeof OverlayFooter>) {
  return <OverlayFooter className={cn("md:rounded-none", className)} {...props} />;
}

export function SheetContent(props: ComponentProps<Parts["SheetContent"]>) {
  const parts = useContext(LoadedSheet);
  return parts && <parts.SheetContent {...props} />;
}

export function SheetTitle(props: ComponentProps<Parts["SheetTitle"]>) {
  const parts = useContext(LoadedSheet);
  return parts && <parts.SheetTitle {...props} />;
}

export function SheetClose(props: ComponentProps<Parts["SheetClose"]>) {
  const parts = useContext(LoadedSheet);
  return parts && <parts.SheetClose {...props} />;
}

export function SheetPager(props: ComponentProps<Parts["SheetPager"]>) {
  const parts = useContext(LoadedSheet);
  return parts && <parts.SheetPager {...props} />;
}
