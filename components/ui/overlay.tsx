import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export const BACKDROP_CLASSES =
  "fixed inset-0 z-40 bg-black/45 data-[state=closed]:animate-fade-out data-[state=open]:animate-fade-in";

/** A toast lies over the dialog; pressing its buttons is not a click outside the dialog. */
export function keepOpenForToasts(event: { target: EventTarget | null; preventDefault(): void }) {
  if (event.target instanceof Element && event.target.closest("[data-sonner-toaster]"))
    event.preventDefault();
}

export function OverlayHeader({ className, ...props }: ComponentProps<"header">) {
  return <header className={cn("flex flex-col gap-1 px-5 pt-4 pr-12 pb-3", className)} {...props} />;
}

export function OverlayBody({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5", className)} {...props} />;
}

export function OverlayFooter({ className, ...props }: ComponentProps<"footer">) {
  return (
    <footer
      className={cn(
        "flex flex-wrap items-center justify-end gap-2 border-t border-border bg-muted px-5 py-3 md:rounded-b-xl",
        className,
      )}
      {...props}
    />
  );
}
