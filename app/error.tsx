"use client";

import { ErrorState } from "@/components/error-state";

interface ErrorPageProps {
  error: Error & { digest?: string };
  retry: () => void;
}

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <div className="flex min-h-[60dvh] flex-col items-center justify-center">
      <h1 className="sr-only">Something went wrong</h1>
      <ErrorState
        title="This page could not be shown"
        error={{
          message: `The failure was logged${error.digest ? ` as ${error.digest}` : ""}. Try again, or come back in a few minutes.`,
        }}
        onRetry={retry}
      />
    </div>
  );
}
