"use client";

import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, useContext, useId } from "react";
import { cn } from "@/lib/cn";

interface FieldControl {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
}

const FieldContext = createContext<FieldControl | null>(null);

/** The id and aria attributes the surrounding Field gives its control; empty outside a Field. */
export function useFieldControl(): Partial<FieldControl> {
  return useContext(FieldContext) ?? {};
}

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** Says "optional" beside the label; required is the silent default. */
  isOptional?: boolean;
  isLabelHidden?: boolean;
  /** The control's id, so that an error summary can link to it; generated when absent. */
  id?: string;
  className?: string;
  children: ReactNode;
}

/** Label above, hint, control, error below; a control of ours inside wires itself up. */
export function Field({
  label,
  hint,
  error,
  isOptional,
  isLabelHidden,
  id,
  className,
  children,
}: FieldProps) {
  const generatedId = useId();
  const controlId = id ?? generatedId;
  const control: FieldControl = {
    id: controlId,
    "aria-describedby": describedBy(controlId, hint, error),
    "aria-invalid": error ? true : undefined,
    "aria-required": isOptional ? undefined : true,
  };
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <label htmlFor={controlId} className={cn("text-sm font-medium", isLabelHidden && "sr-only")}>
        {label}
        {isOptional && <span className="font-normal text-muted-foreground"> (optional)</span>}
      </label>
      {hint && <FieldHint id={`${controlId}-hint`}>{hint}</FieldHint>}
      <FieldContext value={control}>{children}</FieldContext>
      {error && <FieldError id={`${controlId}-error`}>{error}</FieldError>}
    </div>
  );
}

interface FieldSetProps {
  legend: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  isLegendHidden?: boolean;
  id?: string;
  className?: string;
  children: ReactNode;
}

/** A group of checkboxes, radios or related fields under one legend. */
export function FieldSet({ legend, hint, error, isLegendHidden, id, className, children }: FieldSetProps) {
  const generatedId = useId();
  const groupId = id ?? generatedId;
  return (
    <fieldset
      id={groupId}
      tabIndex={-1}
      aria-describedby={describedBy(groupId, hint, error)}
      className="min-w-0"
    >
      <legend className={cn("mb-1.5 text-sm font-medium", isLegendHidden && "sr-only")}>{legend}</legend>
      {hint && (
        <FieldHint id={`${groupId}-hint`} className="-mt-1 mb-2">
          {hint}
        </FieldHint>
      )}
      <div className={cn("flex flex-col gap-2", className)}>{children}</div>
      {error && (
        <FieldError id={`${groupId}-error`} className="mt-1.5">
          {error}
        </FieldError>
      )}
    </fieldset>
  );
}

function FieldHint({ id, className, children }: { id: string; className?: string; children: ReactNode }) {
  return (
    <p id={id} className={cn("text-sm text-muted-foreground", className)}>
      {children}
    </p>
  );
}

function FieldError({ id, className, children }: { id: string; className?: string; children: ReactNode }) {
  return (
    <p id={id} className={cn("flex items-start gap-1.5 text-sm text-danger", className)}>
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

function describedBy(id: string, hint: ReactNode, error: ReactNode): string | undefined {
  const ids = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}
