"use client";

import { CircleAlert } from "lucide-react";
import { useEffect, useRef } from "react";

export interface SummaryError {
  /** Id of the control, as given to its Field; without one the message stands alone. */
  fieldId?: string;
  message: string;
}

interface ErrorSummaryProps {
  errors: SummaryError[];
  title?: string;
  /** Raise it with every failed submit to move the focus here again; leave it out to focus the first field yourself. */
  focusKey?: number;
}

/** What keeps a form from being sent, each linked to its field. Renders nothing without errors. */
export function ErrorSummary({ errors, title, focusKey }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focusKey) box.current?.focus();
  }, [focusKey]);
  if (errors.length === 0) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="flex items-start gap-2.5 rounded-lg border border-danger bg-danger-soft px-4 py-3"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0 text-sm">
        <p className="font-medium">{title ?? defaultTitle(errors.length)}</p>
        <ul className="mt-1 list-disc pl-4">
          {errors.map((error) => (
            <li key={`${error.fieldId}:${error.message}`} className="min-h-6">
              <SummaryLine error={error} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function SummaryLine({ error }: { error: SummaryError }) {
  const { fieldId, message } = error;
  if (!fieldId) return message;
  return (
    <a
      href={`#${fieldId}`}
      className="inline-flex min-h-6 items-center text-link underline underline-offset-3"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(fieldId)?.focus();
      }}
    >
      {message}
    </a>
  );
}

function defaultTitle(count: number): string {
  return count === 1 ? "One thing needs your attention" : `${count} things need your attention`;
}
