"use client";

import { ErrorState } from "@/components/error-state";
import { PageHeader } from "@/components/page-header";

interface ErrorPageProps {
  error: Error & { digest?: string };
  retry: () => void;
}

export default function IncomingWebhooksError({ error, retry }: ErrorPageProps) {
  return (
    <>
      <PageHeader title="Incoming webhooks" />
      <ErrorState
        title="This page could not be loaded"
        error={{ message: "The failure was logged. Try again in a moment.", requestId: error.digest }}
        onRetry={retry}
      />
    </>
  );
}
