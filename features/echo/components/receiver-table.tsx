"use client";

import { CircleCheck, Radio, TriangleAlert } from "lucide-react";
import { DataTable } from "@/components/data-table";
import type { Column } from "@/components/data-table-types";
import { EmptyState } from "@/components/empty-state";
import { StatusPill } from "@/components/status-pill";
import { Time } from "@/components/time";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { answerText, isTrouble } from "@/features/echo/answer-text";
import { echoReceiversQuery } from "@/features/echo/hooks";
import { echoReceiverHref } from "@/features/echo/links";
import type { EchoReceiver } from "@/features/echo/schema";
import { receiverSearchParams, toReceiverQuery } from "@/features/echo/search-params";

const COLUMNS: Column<EchoReceiver>[] = [
  { id: "name", header: "Name", cell: ({ name }) => name },
  {
    id: "answer",
    header: "Answers",
    cell: ({ answer }) =>
      isTrouble(answer) ? (
        <span className="inline-flex flex-wrap items-center gap-1.5">
          <StatusPill tone="warning" icon={<TriangleAlert />} label="Fails on purpose" />
          <span className="text-xs text-muted-foreground">{answerText(answer)}</span>
        </span>
      ) : (
        <StatusPill tone="success" icon={<CircleCheck />} label="200" />
      ),
  },
  { id: "requests", header: "Requests kept", align: "end", cell: ({ requestCount }) => requestCount },
  {
    id: "subscriptions",
    header: "Subscriptions",
    priority: 2,
    cell: ({ subscriptions }) => subscriptions.map(({ name }) => name).join(", ") || "None",
  },
  {
    id: "last",
    header: "Last request",
    className: "whitespace-nowrap",
    cell: ({ lastRequestAt }) => (lastRequestAt ? <Time value={lastRequestAt} /> : "Never"),
  },
];

export function ReceiverTable() {
  const list = useListSearch(receiverSearchParams);
  const receivers = useListQuery(echoReceiversQuery(toReceiverQuery(list.search)), { idOf: ({ id }) => id });
  return (
    <DataTable
      {...list.table(receivers)}
      caption="Echo receivers, newest first"
      noun="echo receivers"
      columns={COLUMNS}
      rowId={({ id }) => id}
      rowHref={({ id }) => echoReceiverHref(id)}
      skeletonRows={3}
      empty={
        <EmptyState
          icon={<Radio />}
          title="No echo receivers yet"
          description="A target for your first subscription when you have no server: it shows what it got, checks the signatures in front of you, and fails when you tell it to."
        />
      }
    />
  );
}
