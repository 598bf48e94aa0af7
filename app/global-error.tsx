"use client";

import { ErrorState } from "@/components/error-state";
import "./globals.css";

interface GlobalErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/** Replaces the root layout when that itself failed, hence its own html and body. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col items-center justify-center">
        <title>Something went wrong · Replify</title>
        <h1 className="sr-only">Something went wrong</h1>
        <ErrorState
          title="Replify could not be shown"
          error={{
            message: `The failure was logged${error.digest ? ` as ${error.digest}` : ""}. Try again in a few minutes.`,
          }}
          onRetry={retry}
        />
      </body>
    </html>
  );
}
