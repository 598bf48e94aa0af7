"use client";

import { useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@/components/card";
import { ErrorState } from "@/components/error-state";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useCan } from "@/features/auth/hooks";
import { incomingWebhookQuery, NO_WRITE_REASON } from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { schemeOf } from "@/features/signatures/schemes/schemes";
import { SetupExamples } from "./setup-examples";
import { SetupSteps } from "./setup-steps";
import { useSetupTest } from "./setup-test";

/** How to make a sender send; the children help to find out why it is refused. */
export function SetupTab({ webhookId, children }: { webhookId: string; children: ReactNode }) {
  const { data: webhook, error, refetch } = useQuery(incomingWebhookQuery(webhookId));
  if (!webhook && error)
    return (
      <ErrorState title="The webhook could not be loaded" error={error} onRetry={() => void refetch()} />
    );
  if (!webhook) return <Skeleton className="h-72 w-full rounded-lg" />;
  return (
    <div className="flex flex-col gap-5">
      <Card title="Connect the sender">
        <SetupSteps webhook={webhook} />
      </Card>
      {schemeOf(webhook).isOnlySenders ? (
        <Card title="Send a test request">
          <p className="max-w-prose text-sm text-muted-foreground">
            Nobody but {schemeOf(webhook).label} can sign its requests: have it send one. Its row in the log
            says what came of it.
          </p>
        </Card>
      ) : (
        <>
          <Card title="A signed request to copy">
            <SetupExamples webhook={webhook} />
          </Card>
          <Card title="Send a test request">
            <SetupTest webhook={webhook} />
          </Card>
        </>
      )}
      {children}
    </div>
  );
}

function SetupTest({ webhook }: { webhook: IncomingWebhook }) {
  const canWrite = useCan("incoming_webhooks:write");
  const { send, isPending } = useSetupTest(webhook.id);
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="max-w-prose text-sm text-muted-foreground">
        A sample is signed here with the current secret and taken like any other request: what it makes is
        real. Its row in the log opens afterwards.
      </p>
      <Button disabled={!canWrite} isPending={isPending} onClick={() => void send()}>
        <Send aria-hidden />
        Sign and send a sample
      </Button>
      {!canWrite && <p className="text-sm text-muted-foreground">{NO_WRITE_REASON}</p>}
    </div>
  );
}
