"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useCan } from "@/features/auth/hooks";
import { incomingRequestQuery } from "@/features/incoming-webhooks/hooks";
import type { IncomingRequestDetail } from "@/features/incoming-webhooks/request-schema";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { NO_WRITE_REASON } from "./incoming-links";
import { RequestWaiting } from "./request-problem";
import { debugSearchParams } from "./request-search-params";
import { type Sample, SignatureDebuggerForm } from "./signature-debugger-form";

const EMPTY: Sample = { headers: "", body: "", bodyEncoding: "utf8" };

/** Headers and body in, verdict out; a request of the log fills it by `?debug=`. */
export function SignatureDebugger({ webhook }: { webhook: IncomingWebhook }) {
  const canWrite = useCan("incoming_webhooks:write");
  const [{ debug }] = useQueryStates(debugSearchParams);
  if (!canWrite) return <p className="text-sm text-muted-foreground">{NO_WRITE_REASON}</p>;
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-prose text-sm text-muted-foreground">
        Paste what the sender sent. The answer names the secret that made the signature and the usual slips:
        JSON written anew, a newline more or less, a timestamp left out, a secret not decoded. Nothing is done
        with the body, and it is not kept.
      </p>
      {debug === null ? (
        <SignatureDebuggerForm webhookId={webhook.id} sample={EMPTY} />
      ) : (
        <OfRequest key={debug} webhookId={webhook.id} requestId={debug} />
      )}
    </div>
  );
}

function OfRequest({ webhookId, requestId }: { webhookId: string; requestId: string }) {
  const { data: request, error, refetch } = useQuery(incomingRequestQuery(webhookId, requestId));
  if (!request) return <RequestWaiting error={error} onRetry={() => void refetch()} />;
  return <SignatureDebuggerForm webhookId={webhookId} sample={sampleOf(request)} />;
}

function sampleOf({ headers, body, bodyEncoding, createdAt }: IncomingRequestDetail): Sample {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return { headers: lines.toSorted().join("\n"), body, bodyEncoding, receivedAt: createdAt };
}
