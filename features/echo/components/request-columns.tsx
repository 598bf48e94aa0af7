import type { Column } from "@/components/data-table-types";
import { formatBytes } from "@/components/format-bytes";
import { Time } from "@/components/time";
import type { EchoRequest } from "@/features/echo/schema";
import { SignaturePill } from "./signature-pill";

export const REQUEST_COLUMNS: Column<EchoRequest>[] = [
  {
    id: "time",
    header: "Time",
    className: "whitespace-nowrap",
    cell: ({ id, createdAt }) => (
      <>
        <Time value={createdAt} />
        {/* The link needs a name of its own among rows of the same time. */}
        <span className="sr-only"> Request {id}</span>
      </>
    ),
  },
  {
    id: "signature",
    header: "Signature",
    cell: (request) => <SignaturePill signature={request.signature} />,
  },
  {
    id: "event",
    header: "Event",
    cell: ({ eventType }) =>
      eventType === null ? (
        <span className="text-muted-foreground">No delivery of ours</span>
      ) : (
        <span className="font-mono text-xs">{eventType}</span>
      ),
  },
  {
    id: "answered",
    header: "Answered",
    cell: ({ statusCode }) => <span className="font-mono text-xs tabular-nums">{statusCode}</span>,
  },
  {
    id: "size",
    header: "Size",
    priority: 3,
    align: "end",
    className: "whitespace-nowrap",
    cell: ({ bodyBytes }) => formatBytes(bodyBytes),
  },
];
