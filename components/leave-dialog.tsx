"use client";

import { ConfirmDialog } from "./confirm-dialog";
import type { DirtyGuard } from "./use-dirty-guard";

export function LeaveDialog({ guard }: { guard: DirtyGuard }) {
  return (
    <ConfirmDialog
      isOpen={guard.isBlocking}
      onOpenChange={(isOpen) => !isOpen && guard.stay()}
      title="Leave without saving?"
      description="Your changes on this page will be lost."
      confirmLabel="Leave without saving"
      cancelLabel="Stay"
      onConfirm={guard.leave}
    />
  );
}
