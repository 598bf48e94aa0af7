"use client";

import { RotateCw, TriangleAlert } from "lucide-react";
import { cn } from "@/lib/cn";
import { CopyButton } from "./copy-button";
import { Button } from "./ui/button";

/** What a failed load tells the reader; errors of the API client fit as they are. */
export interface DisplayError {
  message: string;
  requestId?: string | null | undefined;
}

interface ErrorStateProps {
  /** What failed: "Deliveries could not be loaded". */
  title: string;
  error?: DisplayError | null;
  onRetry?: (() => void) | undefined;
  className?: string;
}

export function ErrorState({ title, error, onRetry, className }: ErrorStateProps) {
  return (
    <div role="alert" className={cn("flex flex-col items-center gap-1 px-4 py-12 text-center", className)}>
      <TriangleAlert aria-hidden className="mb-1 size-6 text-danger" />
      <p className="text-base font-medium">{title}</p>
      {error && <p className="max-w-prose text-sm text-pretty text-muted-foreground">{error.message}</p>}
      {error?.requestId && (
        <p className="flex items-center gap-1 text-sm text-muted-foreground">
          Request <code className="font-mono text-xs break-all text-foreground">{error.requestId}</code>
          <CopyButton value={error.requestId} noun="Request id" />
        </p>
      )}
      {onRetry && (
        <Button className="mt-3" onClick={onRetry}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      )}
    </div>
  );
}
