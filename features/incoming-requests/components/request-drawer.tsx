"use client";

import { useQuery } from "@tanstack/react-query";
import { announce } from "@/components/live-regions";
import { RowDrawer } from "@/components/row-drawer";
import { SheetBody, SheetFooter, SheetHeader, SheetPager, SheetTitle } from "@/components/ui/sheet";
import { incomingRequestQuery } from "@/features/incoming-requests/hooks";
import type { IncomingRequest } from "@/features/incoming-requests/schema";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { RequestActions } from "./request-actions";
import { RequestDetail } from "./request-detail";
import { RequestWaiting } from "./request-problem";
import { RequestResultPill } from "./request-result";
import { titleOf } from "./request-title";
import type { useOpenRequest } from "./use-open-request";

interface RequestDrawerProps {
  drawer: ReturnType<typeof useOpenRequest>;
  webhook: IncomingWebhook;
  /** The page of the list behind it, in its order. */
  rows: IncomingRequest[];
}

export function RequestDrawer({ drawer, ...rest }: RequestDrawerProps) {
  return <RowDrawer drawer={drawer}>{(id) => <DrawerContent id={id} drawer={drawer} {...rest} />}</RowDrawer>;
}

function DrawerContent({ id, drawer, webhook, rows }: RequestDrawerProps & { id: string }) {
  const { data: request, error, refetch } = useQuery(incomingRequestQuery(webhook.id, id));
  const index = rows.findIndex((row) => row.id === id);
  const known = request ?? rows[index];

  function stepTo(row: IncomingRequest | undefined) {
    if (!row || index === -1) return undefined;
    return () => {
      drawer.step(row.id);
      announce(titleOf(row));
    };
  }

  return (
    <>
      <SheetHeader className="gap-1.5 border-b border-border pt-3">
        <div className="flex min-h-7 items-center gap-1.5">
          {known && <RequestResultPill result={known.result} />}
          <div className="ml-auto flex items-center gap-1">
            <SheetPager
              noun="request"
              onPrevious={stepTo(rows[index - 1])}
              onNext={stepTo(rows[index + 1])}
            />
          </div>
        </div>
        <SheetTitle className="wrap-anywhere">{known ? titleOf(known) : "Request"}</SheetTitle>
      </SheetHeader>
      <SheetBody className="pt-4">
        {request ? (
          <RequestDetail key={request.id} request={request} scheme={webhook.signatureScheme} />
        ) : (
          <RequestWaiting error={error} onRetry={() => void refetch()} />
        )}
      </SheetBody>
      {request && (
        <SheetFooter className="justify-start">
          <RequestActions key={request.id} request={request} webhook={webhook} />
        </SheetFooter>
      )}
    </>
  );
}
