import Link from "next/link";
import { CopyButton } from "@/components/copy-button";
import type { Column } from "@/components/data-table-types";
import { Countdown, Time } from "@/components/time";
import { chatHref } from "@/features/chats/links";
import { customerHref } from "@/features/customers/links";
import { DeliveryStatusPill, TestTag } from "@/features/deliveries/delivery-status";
import type { Delivery } from "@/features/deliveries/schema";
import { isRetrying } from "@/features/deliveries/states";
import { subscriptionHref } from "@/features/subscriptions/links";
import { ticketHref } from "@/features/tickets/links";
import { formatDuration } from "@/lib/time";
import { HttpResult, NotYet } from "./http-result";

const COLUMNS: Column<Delivery>[] = [
  {
    id: "status",
    header: "Status",
    cell: (delivery) => (
      <>
        <DeliveryStatusPill status={delivery.status} />
        {/* The link needs a name of its own among 25 rows of the same status. */}
        <span className="sr-only">
          {" "}
          {delivery.eventType}, delivery {delivery.id}
        </span>
      </>
    ),
  },
  {
    id: "event",
    header: "Event",
    cell: ({ eventType, isTest }) => (
      <span className="inline-flex max-w-full items-center gap-1.5">
        <span className="font-mono text-xs md:whitespace-nowrap">{eventType}</span>
        {isTest && <TestTag />}
      </span>
    ),
  },
  { id: "subject", header: "Subject", cell: ({ subject }) => <Subject subject={subject} /> },
  {
    id: "id",
    header: "Delivery id",
    priority: 4,
    cell: ({ id }) => (
      <span className="inline-flex items-center gap-0.5 whitespace-nowrap">
        <span className="font-mono text-xs" title={id}>
          {id.slice(0, 8)}…{id.slice(-4)}
        </span>
        <CopyButton value={id} noun="Delivery id" />
      </span>
    ),
  },
  {
    id: "subscription",
    header: "Subscription",
    cell: ({ subscriptionId, subscriptionName }) => (
      <Link
        href={subscriptionHref(subscriptionId)}
        prefetch={false}
        title={subscriptionName}
        className="inline-block max-w-36 truncate rounded-sm align-bottom hover:underline"
      >
        {subscriptionName}
      </Link>
    ),
  },
  { id: "http", header: "HTTP", cell: (delivery) => <HttpResult result={delivery} /> },
  {
    id: "attempts",
    header: "Attempts",
    priority: 2,
    align: "end",
    cell: ({ attemptCount, maxAttempts }) => (
      <span title={`${attemptCount} of at most ${maxAttempts}`}>
        {attemptCount}
        <span className="text-muted-foreground">/{maxAttempts}</span>
      </span>
    ),
  },
  {
    id: "next",
    header: "Next retry",
    priority: 2,
    align: "end",
    cell: (delivery) => <NextRetry {...delivery} />,
  },
  {
    id: "duration",
    header: "Duration",
    priority: 4,
    align: "end",
    cell: ({ lastDurationMs }) => (lastDurationMs === null ? <NotYet /> : formatDuration(lastDurationMs)),
  },
  {
    id: "time",
    header: "Time",
    align: "end",
    className: "whitespace-nowrap",
    cell: ({ createdAt }) => <Time value={createdAt} />,
  },
];

const ALL_COLUMNS = COLUMNS.map(
  (column): Column<Delivery> => (column.id === "http" ? { ...column, priority: 2 } : column),
);
const SCOPED_COLUMNS = COLUMNS.filter((column) => column.id !== "subscription");

/** Within one subscription its name would be the same in every row. The cards of all have no room for the HTTP code. */
export function deliveryColumns(isScoped: boolean): Column<Delivery>[] {
  return isScoped ? SCOPED_COLUMNS : ALL_COLUMNS;
}

const SUBJECTS: Record<string, { noun: string; href(id: string): string }> = {
  ticket: { noun: "Ticket", href: ticketHref },
  customer: { noun: "Customer", href: customerHref },
  chat: { noun: "Chat", href: (id) => chatHref(id) },
};

/** What the event is about, with the way there while it exists. */
function Subject({ subject }: Pick<Delivery, "subject">) {
  const kind = subject && SUBJECTS[subject.type];
  if (!kind) return <NotYet />;
  const { id, title } = subject;
  if (title === null) {
    return (
      <span className="text-muted-foreground" title={id}>
        {kind.noun} …{id.slice(-4)}
      </span>
    );
  }
  return (
    <Link
      href={kind.href(id)}
      prefetch={false}
      title={title}
      className="inline-block max-w-40 truncate rounded-sm align-bottom hover:underline"
    >
      {title}
    </Link>
  );
}

function NextRetry({ status, nextAttemptAt }: Delivery) {
  if (!isRetrying(status) || nextAttemptAt === null) return <NotYet />;
  return (
    <span className="whitespace-nowrap tabular-nums">
      <Countdown to={nextAttemptAt} doneLabel="due now" />
    </span>
  );
}
