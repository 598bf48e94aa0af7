"use client";

import Link from "next/link";
import { Time } from "@/components/time";
import { deliveriesHref, deliveryHref } from "@/features/deliveries/links";
import { FAILED } from "@/features/deliveries/states";
import { recentFailuresQuery, recentTicketsQuery } from "@/features/overview/hooks";
import { allTicketsHref, ticketHref } from "@/features/tickets/links";
import { QueryCard } from "./query-card";

const LINK = "rounded-sm text-link underline decoration-1 underline-offset-3 hover:decoration-2";
const ROW = "flex items-baseline justify-between gap-4 py-2 text-sm first:pt-0 last:pb-0";

export function RecentTickets() {
  return (
    <QueryCard
      title="Recent tickets"
      query={recentTicketsQuery}
      action={<AllLink href={allTicketsHref()} label="All tickets" />}
      skeletonClassName="h-40 w-full"
    >
      {({ data }) =>
        data.length === 0 ? (
          <Nothing text="No tickets yet. They appear when an incoming webhook receives one." />
        ) : (
          <ul className="divide-y divide-border">
            {data.map(({ id, number, subject, status, lastActivityAt }) => (
              <li key={id} className={ROW}>
                <span className="min-w-0 truncate">
                  <Link className={LINK} href={ticketHref(id)} prefetch={false}>
                    #{number} {subject}
                  </Link>
                </span>
                <span className="shrink-0 text-xs text-muted-foreground">
                  {status} · <Time value={lastActivityAt} />
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </QueryCard>
  );
}

export function RecentFailures() {
  return (
    <QueryCard
      title="Recent failures"
      query={recentFailuresQuery}
      action={<AllLink href={deliveriesHref({ status: FAILED })} label="All failed deliveries" />}
      skeletonClassName="h-40 w-full"
    >
      {({ data }) =>
        data.length === 0 ? (
          <Nothing text="None. Deliveries come here when their last retry has failed." />
        ) : (
          <ul className="divide-y divide-border">
            {data.map(({ id, eventType, subscriptionName, lastStatusCode, lastErrorClass, createdAt }) => (
              <li key={id} className={ROW}>
                <span className="min-w-0 truncate">
                  <Link className={LINK} href={deliveryHref(id)} prefetch={false}>
                    {eventType}
                  </Link>{" "}
                  to {subscriptionName}
                </span>
                <span className="shrink-0 text-xs text-muted-foreground">
                  {lastStatusCode ?? lastErrorClass?.replaceAll("_", " ") ?? "no answer"} ·{" "}
                  <Time value={createdAt} />
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </QueryCard>
  );
}

function AllLink({ href, label }: { href: string; label: string }) {
  return (
    <Link className={`${LINK} inline-flex min-h-6 items-center text-xs`} href={href} prefetch={false}>
      {label}
    </Link>
  );
}

function Nothing({ text }: { text: string }) {
  return <p className="py-4 text-sm text-muted-foreground">{text}</p>;
}
