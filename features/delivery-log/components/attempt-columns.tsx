import { CircleCheck, CircleX } from "lucide-react";
import type { Column } from "@/components/data-table-types";
import { StatusPill } from "@/components/status-pill";
import { Time } from "@/components/time";
import type { LoggedAttempt } from "@/features/deliveries/attempt-schema";
import { HttpResult } from "./http-result";

export const ATTEMPT_COLUMNS: Column<LoggedAttempt>[] = [
  {
    id: "event",
    header: "Event type",
    cell: ({ eventType, deliveryId, number }) => (
      <>
        <span className="font-mono text-xs wrap-anywhere">{eventType}</span>
        {/* The link needs a name of its own among rows of the same type. */}
        <span className="sr-only">
          {" "}
          attempt {number} of delivery {deliveryId}
        </span>
      </>
    ),
  },
  {
    id: "http",
    header: "HTTP status",
    cell: ({ statusCode, errorClass, number }) => (
      <HttpResult result={{ lastStatusCode: statusCode, lastErrorClass: errorClass, attemptCount: number }} />
    ),
  },
  { id: "number", header: "Attempt", align: "end", cell: ({ number }) => number },
  {
    id: "result",
    header: "Result",
    cell: ({ success }) =>
      success ? (
        <StatusPill tone="success" icon={<CircleCheck />} label="Success" />
      ) : (
        <StatusPill tone="danger" icon={<CircleX />} label="Failure" />
      ),
  },
  {
    id: "time",
    header: "Time",
    align: "end",
    className: "whitespace-nowrap",
    cell: ({ startedAt }) => <Time value={startedAt} />,
  },
];
