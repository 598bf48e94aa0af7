"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { LeaveDialog } from "./leave-dialog";
import { Button } from "./ui/button";
import { useDirtyGuard } from "./use-dirty-guard";

interface FormActionsProps {
  submitLabel: string;
  isPending?: boolean;
  /** While true, leaving the page asks first. */
  isDirty?: boolean;
  cancelHref?: string;
  /** Alternatives to cancelHref, such as resetting the form. */
  onCancel?: () => void;
  /** Further buttons or a sentence, on the left. */
  children?: ReactNode;
}

/** The bar at the end of a form, always in view. Submit is never disabled: an invalid form explains itself. */
export function FormActions({
  submitLabel,
  isPending = false,
  isDirty = false,
  cancelHref,
  onCancel,
  children,
}: FormActionsProps) {
  const guard = useDirtyGuard(isDirty && !isPending);
  return (
    <div className="sticky bottom-0 z-20 flex flex-wrap items-center justify-end gap-2 border-t border-border bg-background py-3">
      {children && <div className="mr-auto flex min-w-0 items-center gap-2 text-sm">{children}</div>}
      {cancelHref && (
        <Button asChild>
          <Link href={cancelHref}>Cancel</Link>
        </Button>
      )}
      {onCancel && <Button onClick={onCancel}>Cancel</Button>}
      {/* A field that loses the focus shows its error, which would move the button from under the pointer that presses it. */}
      <Button
        type="submit"
        variant="primary"
        isPending={isPending}
        onMouseDown={(event) => event.preventDefault()}
        onClick={({ currentTarget }) => currentTarget.focus()}
      >
        {submitLabel}
      </Button>
      <LeaveDialog guard={guard} />
    </div>
  );
}
