"use client";

import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { useFieldControl } from "./field";
import { CONTROL_CLASSES } from "./input";

export function Textarea({ className, rows = 4, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      className={cn(
        CONTROL_CLASSES,
        "field-sizing-content max-h-96 min-h-16 py-1.5 read-only:bg-muted",
        className,
      )}
      {...useFieldControl()}
      {...props}
    />
  );
}
