"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import Link from "next/link";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { formatBytes } from "@/components/format-bytes";
import { useHotkey } from "@/components/hotkeys";
import { announce } from "@/components/live-regions";
import { isLive, LiveSwitch, liveRangeReason } from "@/components/live-switch";
import { Button } from "@/components/ui/button";
import { useListSearch } from "@/components/use-list-search";
import { useLiveListQuery } from "@/components/use-live-list-query";
import { incomingLogQuery, liveRequestsUrl } from "@/features/incoming-requests/hooks";
import { requestSearchParams, toRequestFilters } from "@/features/incoming-requests/search-params";
import { incomingWebhookQuery } from "@/features/incoming-webhooks/hooks";
import { incomingWebhookHref } from "@/features/incoming-webhooks/links";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { SECOND_MS } from "@/lib/time";
import { REQUEST_COLUMNS } from "./request-columns";
import { RequestDrawer } from "./request-drawer";
import { requestFacets } from "./request-facets";
import { RequestQuarantine } from "./request-quarantine";
import { useOpenRequest } from "./use-open-request";

const COUNTS_REFRESH_MS = 5 * SECOND_MS;

/** The requests of a webhook as they come; filters, pages and the open drawer live in the URL. */
export function RequestLog({ webhookId }: { webhookId: string }) {
  const { data: webhook } = useQuery({
    ...incomingWebhookQuery(webhookId),
    // Its counts belong to the rows below.
    refetchInterval: COUNTS_REFRESH_MS,
  });
  const list = useListSearch(requestSearchParams, { view: ["live"] });
  const filters = toRequestFilters(list.search);
  const drawer = useOpenRequest();
  const requests = useLiveListQuery(incomingLogQuery(webhookId, filters), {
    idOf: (request) => request.id,
    openId: drawer.id,
    noun: "requests",
    url: liveRequestsUrl(webhookId, filters),
    isLive: isLive(list.search),
  });

  useHotkey("r", () => void requests.refetch().then(() => announce("Requests refreshed")), {
    label: "Refresh the list",
  });

  return (
    <div ref={requests.root} className="flex flex-col gap-3">
      {webhook && <RequestQuarantine webhook={webhook} />}
      <DataTable
        {...list.table(requests)}
        toolbar={{
          search: {
            label: "Search by request id, idempotency key or IP",
            placeholder: "Request id, key or IP, whole",
            ...list.text("q"),
          },
          facets: requestFacets(list, webhook?.quarantinedRequests ?? 0),
          range: {
            value: filters.range,
            isAnyTimeOffered: true,
            ...list.range,
            disabledReason: liveRangeReason(requests.live),
          },
          live: <LiveSwitch live={requests.live} list={list} />,
          onClearAll: list.onClearAll,
        }}
        caption="Requests of this webhook, newest first"
        listId="requests"
        noun="requests"
        columns={REQUEST_COLUMNS}
        rowId={(request) => request.id}
        rowHref={(request) => drawer.href(request.id)}
        onRowOpen={(request) => drawer.open(request.id)}
        activeRowId={drawer.id}
        empty={<NoRequests webhookId={webhookId} />}
      />
      {webhook && webhook.refusedBytes > 0 && <RefusedRoom webhook={webhook} />}
      {webhook && <RequestDrawer drawer={drawer} webhook={webhook} rows={requests.data?.data ?? []} />}
    </div>
  );
}

function RefusedRoom({ webhook }: { webhook: IncomingWebhook }) {
  return (
    <p className="text-sm text-muted-foreground">
      Rejected requests without a valid signature: {formatBytes(webhook.refusedBytes)} of{" "}
      {formatBytes(webhook.refusedBytesMax)} kept. When that is full, the oldest lose their headers and body;
      the reason stays.
    </p>
  );
}

function NoRequests({ webhookId }: { webhookId: IncomingWebhook["id"] }) {
  return (
    <EmptyState
      icon={<Inbox />}
      title="No requests yet"
      description="Every request that comes is shown here at once, accepted or refused, with the reason."
      actions={
        <Button asChild variant="primary">
          <Link href={incomingWebhookHref(webhookId, "setup")}>Set up the sender</Link>
        </Button>
      }
    />
  );
}
