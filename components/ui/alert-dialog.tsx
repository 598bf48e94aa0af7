"use client";

import { type ComponentProps, createContext, type ReactNode, useContext } from "react";
import { onDemand } from "./on-demand";
import { OverlayFooter } from "./overlay";

type Parts = typeof import("./alert-dialog-parts");

const dialogs = onDemand<Parts>(() => import("./alert-dialog-parts"));
const LoadedDialog = createContext<Parts | null>(null);

interface AlertDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  children: ReactNode;
}

/** Loaded with the first opening. */
export function AlertDialog(props: AlertDialogProps) {
  const parts = dialogs.useParts(props.open);
  return (
    parts && (
      <LoadedDialog value={parts}>
        <parts.AlertDialog {...props} />
      </LoadedDialog>
    )
  );
}

export const AlertDialogFooter = OverlayFooter;

export function AlertDialogContent(props: ComponentProps<Parts["AlertDialogContent"]>) {
  const parts = useContext(LoadedDialog);
  return parts && <parts.AlertDialogContent {...props} />;
}

export function AlertDialogTitle(props: ComponentProps<Parts["AlertDialogTitle"]>) {
  const parts = useContext(LoadedDialog);
  return parts && <parts.AlertDialogTitle {...props} />;
}

export function AlertDialogDescription(props: ComponentProps<Parts["AlertDialogDescription"]>) {
  const parts = useContext(LoadedDialog);
  return parts && <parts.AlertDialogDescription {...props} />;
}

export function AlertDialogCancel(props: ComponentProps<Parts["AlertDialogCancel"]>) {
  const parts = useContext(LoadedDialog);
  return parts && <parts.AlertDialogCancel {...props} />;
}
