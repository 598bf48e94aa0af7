"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

interface SwitchProps extends Omit<ComponentProps<"input">, "type" | "role"> {
  label: ReactNode;
  hint?: ReactNode;
}

/** For settings that act at once; inside a form that is saved use CheckboxField. */
export function Switch({ label, hint, id, className, ...props }: SwitchProps) {
  const generatedId = useId();
  const inputId = id ?? generatedId;
  return (
    <div className={cn("flex items-start gap-3", className)}>
      <span className="relative inline-flex h-6 w-10 shrink-0 items-center">
        <input
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox reports its own checked state.
          role="switch"
          id={inputId}
          aria-describedby={hint ? `${inputId}-hint` : undefined}
          className="peer absolute inset-0 h-6 w-10 cursor-pointer appearance-none rounded-full focus-visible:outline-offset-0 disabled:cursor-not-allowed"
          {...props}
        />
        <span className="pointer-events-none h-5 w-9 rounded-full border border-input bg-accent transition-colors peer-checked:border-primary peer-checked:bg-primary peer-disabled:opacity-55" />
        <span className="pointer-events-none absolute left-1 size-3.5 rounded-full bg-muted-foreground transition-transform peer-checked:translate-x-3.5 peer-checked:bg-primary-foreground" />
      </span>
      <div className="min-w-0 pt-0.5">
        <label htmlFor={inputId} className="text-sm font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${inputId}-hint`} className="text-sm text-muted-foreground">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
