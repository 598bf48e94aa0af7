"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "@/lib/cn";

interface FormAlertProps {
  /** Changes with every failed try, so that the focus comes here again. */
  attempt?: unknown;
  className?: string;
  children: ReactNode;
}

/** Why a form could not be sent where no field is to blame. It takes the focus: it is read out, and the keyboard goes on from it. */
export function FormAlert({ attempt, className, children }: FormAlertProps) {
  const box = useRef<HTMLParagraphElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is what the focus follows.
  useEffect(() => box.current?.focus(), [attempt]);
  return (
    <p
      ref={box}
      role="alert"
      tabIndex={-1}
      className={cn(
        "flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-sm text-danger",
        className,
      )}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}
