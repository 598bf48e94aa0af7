import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import * as z from "zod";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { listTicketActivity } from "@/features/tickets/activity";
import { listComments } from "@/features/tickets/comments";
import { TicketPage } from "@/features/tickets/components/ticket-page";
import { TicketPageHeader } from "@/features/tickets/components/ticket-page-header";
import {
  COMMENTS_PER_PAGE,
  commentsQuery,
  ticketActivityQuery,
  ticketQuery,
  ticketReadQuery,
} from "@/features/tickets/hooks";
import { mergedTicketHref, ticketHref } from "@/features/tickets/links";
import { findTicketByNumber, getTicket } from "@/features/tickets/queries";
import { getTicketRead } from "@/features/tickets/read-marks";
import type { Ticket, TicketRead } from "@/features/tickets/schema";
import { traceQuery } from "@/features/trace/hooks";
import { getTicketTrace } from "@/features/trace/queries";
import { TraceView } from "@/features/trace/trace-view";
import type { Context } from "@/lib/context";
import { withDirectionMarks } from "@/lib/direction-marks";
import { NotFoundError } from "@/lib/errors";
import { createQueryClient } from "@/lib/query-client";

type Props = PageProps<"/tickets/[id]">;

/** Once per request, for the title and for the page. */
const load = cache(async (id: string) => getTicket(await requireContext(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const ticket = isUuid(id) ? await load(id).catch(() => null) : null;
  if (!ticket) return { title: "Ticket · Tickets" };
  return { title: `#${ticket.number} ${withDirectionMarks(ticket.subject)} · Tickets` };
}

export default async function Page({ params }: Props) {
  const ctx = await requireContext();
  const { id } = await params;
  if (!ctx.permissions.has("tickets:read")) {
    return (
      <>
        <TicketPageHeader title="Ticket" />
        <MissingPermission scope="tickets:read" action="see tickets" />
      </>
    );
  }
  if (/^[1-9]\d{0,8}$/.test(id)) return openByNumber(ctx, Number(id));
  const ticket = await read(id);
  // What is written to it now is there, so that is where a link to it leads.
  if (ticket.mergedIntoId !== null) redirect(mergedTicketHref(ticket.mergedIntoId, ticket.number));
  const queryClient = createQueryClient();
  const reading = await getTicketRead(ctx, id);
  queryClient.setQueryData(ticketQuery(id).queryKey, ticket);
  queryClient.setQueryData(ticketReadQuery(id).queryKey, reading);
  await Promise.all([
    queryClient.prefetchInfiniteQuery({
      ...commentsQuery(id),
      queryFn: ({ pageParam }) =>
        listComments(ctx, id, {
          limit: COMMENTS_PER_PAGE,
          order: "desc",
          ...(pageParam && { cursor: pageParam }),
        }),
      pages: pagesToRead(reading),
    }),
    queryClient.prefetchInfiniteQuery({
      ...ticketActivityQuery(id),
      queryFn: () => listTicketActivity(ctx, id, { limit: COMMENTS_PER_PAGE }),
    }),
    queryClient.prefetchQuery({ ...traceQuery({ ticketId: id }), queryFn: () => getTicketTrace(ctx, id) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <TicketPage id={id} trace={<TraceView of={{ ticketId: id }} currentId={id} first={3} />} />
    </HydrationBoundary>
  );
}

/** Down to the first unread comment, and the one before; whoever never read the ticket begins elsewhere. */
function pagesToRead({ readUpToId, unreadCount }: TicketRead): number {
  return readUpToId === null ? 1 : Math.ceil((unreadCount + 1) / COMMENTS_PER_PAGE);
}

async function openByNumber(ctx: Context, number: number): Promise<never> {
  const id = await findTicketByNumber(ctx, number);
  if (id === null) notFound();
  redirect(ticketHref(id));
}

async function read(id: string): Promise<Ticket> {
  if (!isUuid(id)) notFound();
  return load(id).catch((error: unknown) => {
    if (error instanceof NotFoundError) notFound();
    throw error;
  });
}

function isUuid(text: string): boolean {
  return z.uuid().safeParse(text).success;
}
