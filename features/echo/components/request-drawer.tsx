"use client";

import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { RowDrawer } from "@/components/row-drawer";
import { SheetBody, SheetHeader, SheetPager, SheetTitle } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { echoRequestQuery } from "@/features/echo/hooks";
import type { EchoRequest } from "@/features/echo/schema";
import { ApiError } from "@/lib/api-client";
import { RequestDetail } from "./request-detail";
import { SignaturePill } from "./signature-pill";
import type { useOpenRequest } from "./use-open-request";

interface RequestDrawerProps {
  drawer: ReturnType<typeof useOpenRequest>;
  receiverId: string;
  /** The page of the list behind it, in its order. */
  rows: EchoRequest[];
}

export function RequestDrawer({ drawer, ...rest }: RequestDrawerProps) {
  return <RowDrawer drawer={drawer}>{(id) => <DrawerContent id={id} drawer={drawer} {...rest} />}</RowDrawer>;
}

function DrawerContent({ id, drawer, receiverId, rows }: RequestDrawerProps & { id: string }) {
  const { data: request, error, refetch } = useQuery(echoRequestQuery(receiverId, id));
  const index = rows.findIndex((row) => row.id === id);
  const known = request ?? rows[index];
  const stepTo = (row: EchoRequest | undefined) =>
    row && index !== -1 ? () => drawer.step(row.id) : undefined;
  return (
    <>
      <SheetHeader className="gap-1.5 border-b border-border pt-3">
        <div className="flex min-h-7 items-center gap-1.5">
          {known && <SignaturePill signature={known.signature} />}
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
          <RequestDetail key={request.id} request={request} />
        ) : (
          <Waiting error={error} onRetry={() => void refetch()} />
        )}
      </SheetBody>
    </>
  );
}

function titleOf({ eventType, statusCode }: EchoRequest): string {
  return `${eventType ?? "Request"} · answered ${statusCode}`;
}

function Waiting({ error, onRetry }: { error: Error | null; onRetry(): void }) {
  if (error instanceof ApiError && error.status === 404)
    return (
      <div role="alert">
        <EmptyState
          title="No such request"
          description="The link is wrong, or newer requests have taken its place: the newest 100 stay, for a week."
        />
      </div>
    );
  if (error) return <ErrorState title="The request could not be loaded" error={error} onRetry={onRetry} />;
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <span className="sr-only">Loading the request</span>
      <Skeleton className="h-28 w-full" />
      <Skeleton className="h-48 w-full" />
    </div>
  );
}
