"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

interface RadioProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  hint?: ReactNode;
  /** Draws the choice as a bordered card whose whole area selects it. */
  isCard?: boolean;
  /** Shown inside the card, below label and hint. */
  children?: ReactNode;
}

/** One native radio; put several with one `name` inside a FieldSet, which is the group. */
export function Radio({ label, hint, isCard = false, children, id, className, ...props }: RadioProps) {
  const generatedId = useId();
  const inputId = id ?? generatedId;
  return (
    <label
      htmlFor={inputId}
      className={cn(
        "flex items-start gap-2",
        isCard &&
          "rounded-lg border border-input bg-card p-3 hover:bg-accent has-checked:border-primary has-checked:bg-selected has-checked:ring-1 has-checked:ring-primary has-disabled:opacity-55 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ring",
        className,
      )}
    >
      <span className="relative inline-flex size-6 shrink-0 items-center justify-center">
        <input
          type="radio"
          id={inputId}
          aria-labelledby={`${inputId}-label`}
          aria-describedby={hint ? `${inputId}-hint` : undefined}
          className={cn(
            "peer absolute inset-0 size-6 cursor-pointer appearance-none rounded-full focus-visible:outline-offset-0 disabled:cursor-not-allowed",
            isCard && "outline-none!",
          )}
          {...props}
        />
        <span className="pointer-events-none size-4 rounded-full border border-input bg-card shadow-xs peer-checked:border-5 peer-checked:border-primary peer-disabled:opacity-55" />
      </span>
      <span className="min-w-0 flex-1 pt-0.5 text-sm">
        <span id={`${inputId}-label`} className={cn("block", isCard && "font-medium")}>
          {label}
        </span>
        {hint && (
          <span id={`${inputId}-hint`} className="block text-muted-foreground">
            {hint}
          </span>
        )}
        {children}
      </span>
    </label>
  );
}
