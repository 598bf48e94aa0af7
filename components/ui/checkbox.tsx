"use client";

import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from "react";
import { cn } from "@/lib/cn";
import { useFieldControl } from "./field";

interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  isIndeterminate?: boolean;
}

/** A native checkbox with a 24 px target; name it by a Field, CheckboxField or `aria-label`. */
export function Checkbox({ isIndeterminate = false, className, ref, ...props }: CheckboxProps) {
  const inner = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (inner.current) inner.current.indeterminate = isIndeterminate;
  }, [isIndeterminate]);
  return (
    <span className={cn("relative inline-flex size-6 shrink-0 items-center justify-center", className)}>
      <input
        type="checkbox"
        ref={(node) => {
          inner.current = node;
          if (typeof ref === "function") ref(node);
          else if (ref) ref.current = node;
        }}
        className="peer absolute inset-0 size-6 cursor-pointer appearance-none rounded-md focus-visible:outline-offset-0 disabled:cursor-not-allowed"
        {...useFieldControl()}
        {...props}
      />
      <span className="pointer-events-none size-4 rounded-sm border border-input bg-card shadow-xs peer-checked:border-primary peer-checked:bg-primary peer-indeterminate:border-primary peer-indeterminate:bg-primary peer-disabled:opacity-55 peer-aria-invalid:border-danger" />
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        className="pointer-events-none invisible absolute size-4 fill-none stroke-primary-foreground stroke-2 peer-checked:visible peer-indeterminate:invisible"
      >
        <path d="m4 8.2 2.7 2.7L12 5.5" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      <span className="pointer-events-none invisible absolute h-0.5 w-2 rounded-full bg-primary-foreground peer-indeterminate:visible" />
    </span>
  );
}

interface CheckboxFieldProps extends CheckboxProps {
  label: ReactNode;
  hint?: ReactNode;
}

export function CheckboxField({ label, hint, id, className, ...props }: CheckboxFieldProps) {
  const generatedId = useId();
  const inputId = id ?? generatedId;
  return (
    <div className={cn("flex items-start gap-2", className)}>
      <Checkbox id={inputId} aria-describedby={hint ? `${inputId}-hint` : undefined} {...props} />
      <div className="min-w-0 pt-0.5">
        <label htmlFor={inputId} className="text-sm">
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
