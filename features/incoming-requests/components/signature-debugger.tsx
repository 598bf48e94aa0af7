"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { Card } from "@/components/card";
import { useCan } from "@/features/auth/hooks";
import { incomingRequestQuery } from "@/features/incoming-requests/hooks";
import type { IncomingRequestDetail } from "@/features/incoming-requests/schema";
import { debugSearchParams } from "@/features/incoming-requests/search-params";
import { NO_WRITE_REASON } from "@/features/incoming-webhooks/hooks";
import { RequestWaiting } from "./request-problem";
import { type Sample, SignatureDebuggerForm } from "./signature-debugger-form";

const EMPTY: Sample = { headers: "", body: "", bodyEncoding: "utf8" };

/** Headers and body in, verdict out; a request of the log fills it by `?debug=`. */
export function SignatureDebugger({ webhookId }: { webhookId: string }) {
  return (
    <Card title="Signature debugger" id="debugger">
      <Debugger webhookId={webhookId} />
    </Card>
  );
}

function Debugger({ webhookId }: { webhookId: string }) {
  const canWrite = useCan("incoming_webhooks:write");
  const [{ debug }] = useQueryStates(debugSearchParams);
  if (!canWrite) return <p className="text-sm text-muted-foreground">{NO_WRITE_REASON}</p>;
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-prose text-sm text-muted-foreground">
        Paste what the sender sent. The answer names the secret that made the signature, and the usual
        mistakes: JSON formatted again, an extra or missing newline, a timestamp left out, a secret not
        decoded. The body is not processed and not kept.
      </p>
      {debug === null ? (
        <SignatureDebuggerForm webhookId={webhookId} sample={EMPTY} />
      ) : (
        <OfRequest key={debug} webhookId={webhookId} requestId={debug} />
      )}
    </div>
  );
}

function OfRequest({ webhookId, requestId }: { webhookId: string; requestId: string }) {
  const { data: request, error, refetch } = useQuery(incomingRequestQuery(webhookId, requestId));
  if (!request) return <RequestWaiting error={error} onRetry={() => void refetch()} />;
  return <SignatureDebuggerForm webhookId={webhookId} sample={sampleOf(request)} />;
}

function sampleOf({ headers, body, bodyEncoding, query, createdAt }: IncomingRequestDetail): Sample {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return { headers: lines.toSorted().join("\n"), body, bodyEncoding, query, receivedAt: createdAt };
}
