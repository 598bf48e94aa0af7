"use client";

import { useQuery } from "@tanstack/react-query";
import { GitMerge } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { parseAsInteger, parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { ErrorState } from "@/components/error-state";
import { useHotkey } from "@/components/hotkeys";
import { orLoadAgain } from "@/components/load-again";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { useCan, useMe } from "@/features/auth/hooks";
import { ticketQuery } from "@/features/tickets/hooks";
import { ticketHref } from "@/features/tickets/links";
import type { Ticket } from "@/features/tickets/schema";
import { TicketPriorityPill, TicketStatusPill } from "@/features/tickets/ticket-status";
import { TicketConflictNotice } from "./ticket-conflict-notice";
import { TicketConversation } from "./ticket-conversation";
import { TicketMenu } from "./ticket-menu";
import { TicketPageHeader } from "./ticket-page-header";
import { TicketRail } from "./ticket-rail";
import { TicketSkeleton } from "./ticket-skeleton";
import { useSubjectEditor } from "./ticket-subject";
import { useTicketEdit } from "./use-ticket-edit";

// Their code comes with the tab.
const TicketActivityList = dynamic(
  () =>
    orLoadAgain(() => import("./ticket-activity-list").then(({ TicketActivityList }) => TicketActivityList)),
  { loading },
);
const TicketDiagnostics = dynamic(
  () => orLoadAgain(() => import("./ticket-diagnostics").then(({ TicketDiagnostics }) => TicketDiagnostics)),
  { loading },
);

function loading() {
  return <Skeleton className="h-40 w-full" />;
}

const TABS = ["conversation", "diagnostics", "activity", "details"] as const;

interface TicketPageProps {
  id: string;
  trace?: ReactNode;
}

export function TicketPage({ id, trace }: TicketPageProps) {
  const { data: ticket, error, refetch } = useQuery(ticketQuery(id));
  if (ticket) return <LoadedTicket ticket={ticket} trace={trace} />;
  return (
    <>
      <TicketPageHeader title="Ticket" />
      {error ? (
        <ErrorState title="The ticket could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : (
        <TicketSkeleton />
      )}
    </>
  );
}

function LoadedTicket({ ticket, trace }: { ticket: Ticket; trace: ReactNode }) {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("conversation"));
  const [mergedFrom] = useQueryState("mergedFrom", parseAsInteger);
  const edit = useTicketEdit(ticket);
  const me = useMe()?.user;
  const isAllowed = useCan("tickets:write") && ticket.mergedIntoId === null;
  useHotkey("a", () => me && void edit.save({ assigneeId: me.id }), {
    label: "Assign to me",
    isEnabled: isAllowed,
  });
  useHotkey("e", () => void edit.save({ status: "resolved" }), { label: "Resolve", isEnabled: isAllowed });
  const subject = useSubjectEditor({ ticket, edit });
  const rail = <TicketRail ticket={ticket} edit={edit} trace={trace} />;

  return (
    <>
      <TicketPageHeader
        title={ticket.subject}
        editor={subject.editor}
        crumb={`#${ticket.number}`}
        meta={
          <>
            <TicketStatusPill status={ticket.status} />
            <TicketPriorityPill priority={ticket.priority} />
            {isAllowed && subject.button}
          </>
        }
        actions={isAllowed && <TicketMenu ticket={ticket} />}
      />
      {mergedFrom !== null && <MergedNotice>Ticket #{mergedFrom} was merged into this one.</MergedNotice>}
      {ticket.mergedIntoId !== null && (
        <MergedNotice>
          This ticket was merged into{" "}
          <Link className="text-link underline underline-offset-3" href={ticketHref(ticket.mergedIntoId)}>
            #{ticket.mergedIntoNumber}
          </Link>
          .
        </MergedNotice>
      )}
      <TicketConflictNotice edit={edit} />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Tabs value={tab} onValueChange={(value) => void setTab(TABS.find((one) => one === value) ?? null)}>
          <TabsList aria-label="Ticket">
            <TabsTrigger value="conversation">Conversation</TabsTrigger>
            <TabsTrigger value="diagnostics">Diagnostics</TabsTrigger>
            <TabsTrigger value="activity">Activity</TabsTrigger>
            <TabsTrigger value="details" className="lg:hidden">
              Details
            </TabsTrigger>
          </TabsList>
          <TabsContent value="conversation">
            <TicketConversation ticket={ticket} />
          </TabsContent>
          <TabsContent value="diagnostics">
            <TicketDiagnostics ticket={ticket} />
          </TabsContent>
          <TabsContent value="activity">
            <TicketActivityList ticketId={ticket.id} />
          </TabsContent>
          <TabsContent value="details" className="lg:hidden">
            {rail}
          </TabsContent>
        </Tabs>
        <aside aria-label="About the ticket" className="max-lg:hidden">
          {rail}
        </aside>
      </div>
    </>
  );
}

function MergedNotice({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-center gap-2 rounded-lg bg-info-soft px-4 py-2.5 text-sm">
      <GitMerge aria-hidden className="size-4 shrink-0 text-info" />
      <span>{children}</span>
    </p>
  );
}
