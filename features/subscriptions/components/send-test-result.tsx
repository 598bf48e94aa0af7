"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { KeyValues } from "@/components/key-values";
import { StatusPill } from "@/components/status-pill";
import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog";
import { Spinner } from "@/components/ui/spinner";
import { DeliveryBody } from "@/features/deliveries/delivery-body";
import { deliveryQuery } from "@/features/deliveries/hooks";
import type { Attempt, Delivery } from "@/features/deliveries/schema";
import { isCanceled, isWaiting } from "@/features/deliveries/states";
import type { Withheld } from "@/features/event-catalog/withheld";
import { subscriptionHref } from "@/features/subscriptions/links";
import { formatDuration, SECOND_MS } from "@/lib/time";

const POLL_MS = 400;
const SLOW_POLL_MS = 2 * SECOND_MS;
/** By then the target has had its 10 s; what is still missing waits for the worker. */
const FAST_POLLS = 30;

/** Follows a test delivery until it ends, and shows both sides of the exchange. */
export function SendTestResult({ delivery }: { delivery: Delivery }) {
  const query = useQuery({
    ...deliveryQuery(delivery.id),
    refetchInterval: ({ state }) => {
      if (state.data?.completedAt) return false;
      return state.dataUpdateCount > FAST_POLLS ? SLOW_POLL_MS : POLL_MS;
    },
  });
  const attempt = query.data?.completedAt ? query.data.attempts[0] : undefined;
  const section = useRef<HTMLElement>(null);
  const isFinished = attempt !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the finished result is taller, so it is brought into view again.
  useEffect(() => {
    section.current?.scrollIntoView({ block: "start" });
  }, [isFinished]);
  return (
    <section ref={section} aria-label="Result" className="flex flex-col gap-3 border-t border-border pt-4">
      <div role="status" className="flex min-h-6 flex-wrap items-center gap-2 text-sm">
        <Verdict attempt={attempt} status={query.data?.status} error={query.error} />
      </div>
      {attempt && <Exchange attempt={attempt} withheld={query.data?.withheld ?? null} />}
      <p className="text-sm">
        <DialogClose asChild>
          <Button asChild variant="link" size="inline">
            <Link href={`${subscriptionHref(delivery.subscriptionId, "deliveries")}&delivery=${delivery.id}`}>
              Open in the delivery log
            </Link>
          </Button>
        </DialogClose>
      </p>
    </section>
  );
}

interface VerdictProps {
  attempt: Attempt | undefined;
  status: Delivery["status"] | undefined;
  error: Error | null;
}

function Verdict({ attempt, status, error }: VerdictProps) {
  if (attempt) {
    return (
      <>
        <StatusPill
          tone={attempt.success ? "success" : "danger"}
          icon={attempt.success ? <CircleCheck /> : <CircleX />}
          label={attempt.success ? "Succeeded" : "Failed"}
        />
        <span className="font-medium tabular-nums">
          {attempt.statusCode === null ? "No answer" : `HTTP ${attempt.statusCode}`}
        </span>
        <span className="text-muted-foreground tabular-nums">in {formatDuration(attempt.durationMs)}</span>
      </>
    );
  }
  if (status && isCanceled(status)) return "The test was canceled before it was sent.";
  if (error) return `The result could not be read: ${error.message}`;
  return (
    <>
      <Spinner label="" />
      {status && isWaiting(status)
        ? "Queued: it goes out as soon as the target has room for one more."
        : "Sending…"}
    </>
  );
}

function Exchange({ attempt, withheld }: { attempt: Attempt; withheld: Withheld | null }) {
  const { request, response, explanation } = attempt;
  return (
    <>
      {!attempt.success && (
        <div className="rounded-md bg-danger-soft px-3 py-2 text-sm">
          <p className="font-medium">{explanation?.title ?? attempt.errorMessage ?? "The attempt failed"}</p>
          {explanation && (
            <p>
              {explanation.explanation} {explanation.nextStep}
            </p>
          )}
        </div>
      )}
      <h3 className="text-sm font-semibold">Request headers</h3>
      <p className="font-mono text-xs wrap-anywhere">POST {request.url}</p>
      <HeaderList headers={request.headers} />
      <h3 className="text-sm font-semibold">Request body</h3>
      <DeliveryBody
        label="Request body"
        body={request.body}
        withheld={withheld}
        contentType={request.headers["content-type"]}
        filename="request.json"
      />
      <h3 className="text-sm font-semibold">Response</h3>
      {response ? (
        <>
          <HeaderList headers={response.headers} />
          <DeliveryBody
            label="Response body"
            body={response.body}
            withheld={withheld}
            encoding={response.encoding}
            contentType={response.headers["content-type"]}
            isTruncated={response.truncated}
            filename="response.txt"
          />
        </>
      ) : (
        <p className="text-sm text-muted-foreground">The target did not answer.</p>
      )}
    </>
  );
}

function HeaderList({ headers }: { headers: Record<string, string> }) {
  return (
    <KeyValues
      items={Object.entries(headers).map(([name, value]) => ({ label: name, value, isMono: true }))}
    />
  );
}
