"use client";

import "./globals.css";

interface GlobalErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/**
 * Replaces the root layout when that itself failed, hence its own html and body. Each page brings it along before all else, so that it is made of plain
 * elements.
 */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col items-center justify-center">
        <title>Something went wrong · Replify</title>
        <h1 className="sr-only">Something went wrong</h1>
        <div role="alert" className="flex flex-col items-center gap-1 px-4 py-12 text-center">
          <p className="text-base font-medium">Replify could not be shown</p>
          <p className="max-w-prose text-sm text-pretty text-muted-foreground">
            The failure was logged{error.digest ? ` as ${error.digest}` : ""}. Try again in a few minutes.
          </p>
          <button
            type="button"
            className="mt-3 h-8 rounded-md border border-foreground/18 bg-card px-3 text-sm font-medium shadow-xs hover:bg-accent max-md:h-11"
            onClick={retry}
          >
            Try again
          </button>
        </div>
      </body>
    </html>
  );
}
