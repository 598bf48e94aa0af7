import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import Link from "next/link";
import { readCursor } from "@/app/account/(signed-in)/read-cursor";
import { PageHeader } from "@/components/page-header";
import { Time } from "@/components/time";
import { requireAccount } from "@/features/account/caller";
import { CloseTicketForm } from "@/features/account/components/close-ticket-form";
import { ForgetDraft } from "@/features/account/components/draft-textarea";
import { KeepFresh } from "@/features/account/components/keep-fresh";
import { MarkRead } from "@/features/account/components/mark-read";
import { PageLinks } from "@/features/account/components/page-links";
import { ReplyForm } from "@/features/account/components/reply-form";
import { TicketMessages } from "@/features/account/components/ticket-messages";
import { answerDraft, newTicketDraft } from "@/features/account/draft-keys";
import { accountHref, accountTicketHref } from "@/features/account/links";
import { TicketStatusPill } from "@/features/tickets/ticket-status";
import { listOwnComments } from "@/features/troubleshooter/queries";
import { withDirectionMarks } from "@/lib/direction-marks";
import { loadTicket } from "./load-ticket";

/** Of a conversation at once. */
const MESSAGES = 50;

export async function generateMetadata({ params }: PageProps<"/account/tickets/[id]">): Promise<Metadata> {
  const { subject } = await loadTicket((await params).id);
  return { title: withDirectionMarks(subject) };
}

export default async function AccountTicketPage({
  params,
  searchParams,
}: PageProps<"/account/tickets/[id]">) {
  const { ctx, account } = await requireAccount();
  const ticket = await loadTicket((await params).id);
  const cursor = readCursor(await searchParams);
  const { data, nextCursor } = await listOwnComments(ctx, ticket.id, {
    limit: MESSAGES,
    cursor,
    order: "desc",
  });
  const messages = data.toReversed();
  const hasStart = nextCursor === null && ticket.description !== "";
  const latest = cursor === undefined ? messages.at(-1) : undefined;
  return (
    <>
      <PageHeader
        title={ticket.subject}
        breadcrumbs={[{ label: "My tickets", href: accountHref() }]}
        meta={<TicketStatusPill status={ticket.status} />}
        description={
          <>
            #{ticket.number} · opened <Time value={ticket.createdAt} />
          </>
        }
      />
      <PageLinks
        path={accountTicketHref(ticket.id)}
        isFirst={cursor === undefined}
        nextCursor={nextCursor}
        newest="Newest answers"
        older="Earlier answers"
      />
      <TicketMessages
        opening={hasStart ? { body: ticket.description, createdAt: ticket.createdAt } : null}
        messages={messages}
      />
      {ticket.mergedInto ? (
        <p className="rounded-md bg-muted px-3 py-2 text-sm">
          Support merged this ticket into another one of yours.{" "}
          <Link
            className="text-link underline underline-offset-3"
            href={accountTicketHref(ticket.mergedInto.id)}
          >
            Continue in #{ticket.mergedInto.number}
          </Link>
        </p>
      ) : (
        <>
          <ReplyForm
            ticketId={ticket.id}
            formKey={randomUUID()}
            draftKey={answerDraft(account, ticket.id)}
            hint={SOLVED.has(ticket.status) ? "An answer opens the ticket again." : undefined}
          />
          {ticket.status !== "closed" && <CloseTicketForm ticketId={ticket.id} />}
        </>
      )}
      {latest && <MarkRead ticketId={ticket.id} commentId={latest.id} />}
      <ForgetDraft draftKey={newTicketDraft(account)} sent={ticket.description} />
      <KeepFresh />
    </>
  );
}

const SOLVED = new Set<string>(["resolved", "closed"]);
