/** Shared by everything that floats beside its trigger. */
export const FLOATING_CLASSES =
  "z-50 rounded-lg border border-border bg-popover text-popover-foreground shadow-md data-[state=closed]:animate-pop-out data-[state=open]:animate-pop-in";
