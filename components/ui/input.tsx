"use client";

import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { useFieldControl } from "./field";

/** Shared by every text-like control; 16 px below 768 px keeps iOS from zooming in on focus. */
export const CONTROL_CLASSES =
  "w-full min-w-0 rounded-md border border-input bg-card px-2.5 text-sm shadow-xs transition-colors max-md:text-lg hover:border-muted-foreground focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-muted disabled:text-muted-foreground aria-invalid:border-danger";

export function Input({ className, type = "text", ...props }: ComponentProps<"input">) {
  return (
    <input
      type={type}
      className={cn(CONTROL_CLASSES, "h-8 read-only:bg-muted max-md:h-11", className)}
      {...useFieldControl()}
      {...props}
    />
  );
}
