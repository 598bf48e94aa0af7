"use client";

import Link from "next/link";
import { Banner } from "@/components/banner";
import { Time } from "@/components/time";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { NO_WRITE_REASON, useUpdateIncomingWebhook } from "@/features/incoming-webhooks/hooks";
import { incomingWebhookHref } from "@/features/incoming-webhooks/links";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { waitingRequests } from "@/features/incoming-webhooks/waiting";
import { boundedCount } from "@/lib/bounded-count";
import { formatCount } from "@/lib/format-number";
import { ResumeIncomingDialog } from "./resume-incoming-dialog";
import { useResumeIncoming } from "./use-resume-incoming";

interface PauseBannerProps {
  webhook: IncomingWebhook;
  paused: NonNullable<IncomingWebhook["paused"]>;
  onDiscard(): void;
}

export function PauseBanner({ webhook, paused: { at, by, note }, onDiscard }: PauseBannerProps) {
  const canWrite = useCan("incoming_webhooks:write");
  const { resume, question } = useResumeIncoming(webhook.id);
  const { holdWhilePaused } = webhook;
  const { waiting, count } = waitingRequests(webhook);
  return (
    <Banner label="Pause">
      <p>
        <strong className="font-medium">
          Paused <Time value={at} />
          {by && ` by ${by}`}
        </strong>
        {note && `: ${note}`}
      </p>
      <p>
        {holdWhilePaused
          ? "Requests are answered 202 and held."
          : "Requests are answered 503, and their senders asked to try again later."}
        {(holdWhilePaused || waiting > 0) && ` ${count} waiting.`}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" disabled={!canWrite} onClick={() => void resume()}>
          Resume
        </Button>
        {waiting > 0 && <DiscardButton webhook={webhook} isDisabled={!canWrite} onClick={onDiscard} />}
      </div>
      {!canWrite && <p className="text-muted-foreground">{NO_WRITE_REASON}</p>}
      <ResumeIncomingDialog {...question} />
    </Banner>
  );
}

interface UndecidedBannerProps {
  webhook: IncomingWebhook;
  onDiscard(): void;
}

/** The webhook is active again, and nobody has decided yet about what it held. */
export function UndecidedBanner({ webhook, onDiscard }: UndecidedBannerProps) {
  const canWrite = useCan("incoming_webhooks:write");
  const update = useUpdateIncomingWebhook(webhook.id);
  const { heldRequests } = webhook;
  const isOne = heldRequests === 1;

  async function process() {
    try {
      await update.mutateAsync({ processHeld: true });
      toast.success("They are processed now, oldest first");
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "It did not work. Try again.");
    }
  }

  return (
    <Banner label="Held requests">
      <p>
        <strong className="font-medium">
          {boundedCount(heldRequests)} {isOne ? "request waits" : "requests wait"} from the pause.
        </strong>{" "}
        New requests are processed as they come.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          disabled={!canWrite}
          isPending={update.isPending}
          onClick={() => void process()}
        >{`Process ${boundedCount(heldRequests)} waiting`}</Button>
        <DiscardButton webhook={webhook} isDisabled={!canWrite} onClick={onDiscard} />
      </div>
      {!canWrite && <p className="text-muted-foreground">{NO_WRITE_REASON}</p>}
    </Banner>
  );
}

interface QueueBannerProps {
  webhook: IncomingWebhook;
  onDiscard(): void;
}

/** More came than the webhook processes in a minute. It goes by itself; whoever wants it sooner raises the limit. */
export function QueueBanner({ webhook, onDiscard }: QueueBannerProps) {
  const canWrite = useCan("incoming_webhooks:write");
  const { id, queuedRequests, ratePerMinute } = webhook;
  return (
    <Banner label="Queued requests">
      <p>
        <strong className="font-medium">
          {boundedCount(queuedRequests)} {queuedRequests === 1 ? "request waits" : "requests wait"} in line.
        </strong>{" "}
        At most {formatCount(ratePerMinute)} a minute are processed, oldest first. New requests wait behind
        them.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" asChild>
          <Link href={incomingWebhookHref(id, "settings")}>Change the limit</Link>
        </Button>
        <DiscardButton webhook={webhook} isDisabled={!canWrite} onClick={onDiscard} />
      </div>
      {!canWrite && <p className="text-muted-foreground">{NO_WRITE_REASON}</p>}
    </Banner>
  );
}

interface DiscardButtonProps {
  webhook: IncomingWebhook;
  isDisabled: boolean;
  onClick(): void;
}

function DiscardButton({ webhook, isDisabled, onClick }: DiscardButtonProps) {
  return (
    <Button size="sm" disabled={isDisabled} onClick={onClick}>
      {`Discard ${waitingRequests(webhook).count} waiting`}
    </Button>
  );
}
