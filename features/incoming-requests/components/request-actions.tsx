"use client";

import { Bug, CircleCheckBig } from "lucide-react";
import Link from "next/link";
import { CopyButton } from "@/components/copy-button";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { useReprocessRequest } from "@/features/incoming-requests/hooks";
import type { IncomingRequestDetail } from "@/features/incoming-requests/schema";
import { isUndone } from "@/features/incoming-requests/states";
import { NO_WRITE_REASON } from "@/features/incoming-webhooks/hooks";
import { debugRequestHref, incomingRequestHref } from "@/features/incoming-webhooks/links";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { DiscardRequest } from "./discard-request";
import { ReplayRequest } from "./replay-request";
import { requestCurl } from "./request-curl";

interface RequestActionsProps {
  request: IncomingRequestDetail;
  webhook: IncomingWebhook;
}

export function RequestActions({ request, webhook }: RequestActionsProps) {
  const canWrite = useCan("incoming_webhooks:write");
  const reprocess = useReprocessRequest(request.webhookId);
  const curl = requestCurl(request, webhook.url);
  const isMendable = isUndone(request);
  const isAccepted = request.result === "accepted" || request.result === "ignored";

  async function accept() {
    try {
      const { data } = await reprocess.mutateAsync(request.id);
      const [done] = data;
      if (done?.result === "rejected") toast.error("Still refused", { description: done.detail });
      else if (done?.result === "duplicate") toast.success("Nothing to do: it repeats an accepted request");
      else if (done?.result === "ignored") toast.success("Verified, and ignored by the webhook's rules");
      else toast.success("Accepted");
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "It did not work. Try again.");
    }
  }

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-2">
        {isMendable && (
          <Button
            size="sm"
            variant="primary"
            disabled={!canWrite}
            isPending={reprocess.isPending}
            onClick={() => void accept()}
          >
            <CircleCheckBig aria-hidden />
            Verify and accept
          </Button>
        )}
        <DiscardRequest request={request} isDisabled={!canWrite} />
        {isAccepted && <ReplayRequest request={request} webhook={webhook} isDisabled={!canWrite} />}
        {isDebuggable(request) && canWrite && (
          <Button size="sm" asChild>
            <Link href={debugRequestHref(request.webhookId, request.id)}>
              <Bug aria-hidden />
              Debug this request
            </Link>
          </Button>
        )}
        {curl !== null && <CopyButton value={curl} noun="Curl command" label="Copy as curl" />}
        <CopyButton value={pageUrl(request)} noun="Link" label="Copy link" />
      </div>
      {(isMendable || isAccepted) && !canWrite && (
        <p className="text-sm text-muted-foreground">{NO_WRITE_REASON}</p>
      )}
    </div>
  );
}

/** Without its bytes there is nothing to check, and what was discarded was signed rightly. */
function isDebuggable({ result, reason, isBodyKept }: IncomingRequestDetail): boolean {
  return result === "rejected" && isBodyKept && reason !== "discarded";
}

function pageUrl({ webhookId, id }: IncomingRequestDetail): string {
  const path = incomingRequestHref(webhookId, id);
  return typeof location === "undefined" ? path : new URL(path, location.origin).href;
}
