"use client";

import { type ComponentProps, createContext, type ReactNode, useContext } from "react";
import { onDemand } from "./on-demand";
import { OverlayBody, OverlayFooter, OverlayHeader } from "./overlay";

type Parts = typeof import("./dialog-parts");

const dialogs = onDemand<Parts>(() => import("./dialog-parts"));
const LoadedDialog = createContext<Parts | null>(null);

interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  children: ReactNode;
}

/** Loaded with the first opening. */
export function Dialog(props: DialogProps) {
  const parts = dialogs.useParts(props.open);
  return (
    parts && (
      <LoadedDialog value={parts}>
        <parts.Dialog {...props} />
      </LoadedDialog>
    )
  );
}

export const DialogHeader = OverlayHeader;
export const DialogBody = OverlayBody;
export const DialogFooter = OverlayFooter;

export function DialogContent(props: ComponentProps<Parts["DialogContent"]>) {
  const parts = useContext(LoadedDialog);
  return parts && <parts.DialogContent {...props} />;
}

export function DialogTitle(props: ComponentProps<Parts["DialogTitle"]>) {
  const parts = useContext(LoadedDialog);
  return parts && <parts.DialogTitle {...props} />;
}

export function DialogDescription(props: ComponentProps<Parts["DialogDescription"]>) {
  const parts = useContext(LoadedDialog);
  return parts && <parts.DialogDescription {...props} />;
}

export function DialogClose(props: ComponentProps<Parts["DialogClose"]>) {
  const parts = useContext(LoadedDialog);
  return parts && <parts.DialogClose {...props} />;
}
