"use client";

import { useQuery } from "@tanstack/react-query";
import { Radio } from "lucide-react";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { PageHeader } from "@/components/page-header";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { echoReceiverQuery, echoRequestsQuery } from "@/features/echo/hooks";
import { echoReceiversHref } from "@/features/echo/links";
import { requestSearchParams, toRequestQuery } from "@/features/echo/search-params";
import { AnswerForm } from "./answer-form";
import { ReceiverHeader } from "./receiver-header";
import { REQUEST_COLUMNS } from "./request-columns";
import { RequestDrawer } from "./request-drawer";
import { useOpenRequest } from "./use-open-request";

/** What an echo receiver got, as it comes in. */
export function ReceiverView({ id }: { id: string }) {
  const { data: receiver, error, refetch } = useQuery(echoReceiverQuery(id));
  if (!receiver)
    return (
      <>
        <PageHeader
          title="Echo receiver"
          breadcrumbs={[{ label: "Echo receivers", href: echoReceiversHref() }]}
        />
        {error && (
          <ErrorState
            title="The echo receiver could not be loaded"
            error={error}
            onRetry={() => void refetch()}
          />
        )}
      </>
    );
  return (
    <>
      <ReceiverHeader receiver={receiver} />
      <AnswerForm receiver={receiver} />
      <Requests id={id} />
    </>
  );
}

function Requests({ id }: { id: string }) {
  const list = useListSearch(requestSearchParams);
  const drawer = useOpenRequest();
  const requests = useListQuery(echoRequestsQuery(id, toRequestQuery(list.search)), {
    idOf: (request) => request.id,
    openId: drawer.id,
  });
  return (
    <section aria-label="Received requests" className="min-w-0">
      <DataTable
        {...list.table(requests)}
        caption="Requests that this receiver got, newest first"
        noun="requests"
        columns={REQUEST_COLUMNS}
        rowId={(request) => request.id}
        rowHref={(request) => drawer.href(request.id)}
        onRowOpen={(request) => drawer.open(request.id)}
        activeRowId={drawer.id}
        skeletonRows={6}
        empty={
          <EmptyState
            icon={<Radio />}
            title="Nothing received yet"
            description="What is sent to the address above is shown here at once. The newest 100 requests stay, for a week."
          />
        }
      />
      <RequestDrawer drawer={drawer} receiverId={id} rows={requests.data?.data ?? []} />
    </section>
  );
}
