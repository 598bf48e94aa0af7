"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import Link from "next/link";
import { Spinner } from "@/components/ui/spinner";
import { WAITING_RESULTS } from "@/db/enums";
import { incomingRequestsQuery } from "@/features/incoming-requests/hooks";
import type { IncomingRequest } from "@/features/incoming-requests/schema";
import { incomingRequestHref } from "@/features/incoming-webhooks/links";
import { ticketHref } from "@/features/tickets/links";
import { SECOND_MS } from "@/lib/time";
import { REQUEST_RESULT } from "./request-result";

const SHOWN = 5;

/** Waits for a request that is accepted, and tells of each that is not. Asks every second while the page is in sight. */
export function FirstRequest({ webhookId }: { webhookId: string }) {
  const { data } = useQuery({
    ...incomingRequestsQuery(webhookId, { limit: SHOWN }),
    gcTime: 0,
    refetchInterval: ({ state }) => (acceptedOf(state.data?.data) ? false : SECOND_MS),
  });
  const accepted = acceptedOf(data?.data);
  const refused = accepted ? undefined : data?.data[0];
  return (
    <section
      aria-label="First request"
      className="sticky -bottom-4 rounded-lg border border-border bg-card px-4 py-3 text-sm shadow-md"
    >
      <div role="status" className="flex flex-col gap-2">
        {accepted && <Received request={accepted} />}
        {refused && <Refused request={refused} />}
        {!accepted && (
          <p className="flex items-center gap-2 text-muted-foreground">
            <Spinner />
            {refused ? "Waiting for the next request…" : "Waiting for your first request…"}
          </p>
        )}
      </div>
    </section>
  );
}

function Received({ request: { statusCode, result, ticket } }: { request: IncomingRequest }) {
  return (
    <p className="flex items-center gap-2 font-medium">
      <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
      <span>
        {WAITING_RESULTS.includes(result) ? REQUEST_RESULT[result].label : "Received"} · {statusCode}
        {ticket && (
          <>
            {" · "}
            {/* In a tab of its own: the secret here can't be seen again. */}
            <Link
              href={ticketHref(ticket.id)}
              target="_blank"
              prefetch={false}
              className="text-link underline underline-offset-3"
            >
              ticket #{ticket.number}
            </Link>
          </>
        )}
      </span>
    </p>
  );
}

function Refused({ request: { id, webhookId, statusCode, detail } }: { request: IncomingRequest }) {
  return (
    <p className="flex items-start gap-2">
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <span>
        <span className="font-medium">Rejected · {statusCode}</span> · {detail}{" "}
        <Link
          href={incomingRequestHref(webhookId, id)}
          target="_blank"
          prefetch={false}
          className="text-link underline underline-offset-3"
        >
          Open the request
        </Link>
      </span>
    </p>
  );
}

function acceptedOf(requests: IncomingRequest[] | undefined): IncomingRequest | undefined {
  return requests?.find(({ result }) => result !== "rejected" && result !== "error");
}
