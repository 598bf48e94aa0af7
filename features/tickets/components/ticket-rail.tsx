"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import type { ReactNode } from "react";
import { KeyValues } from "@/components/key-values";
import { orLoadAgain } from "@/components/load-again";
import { Time } from "@/components/time";
import { useCan } from "@/features/auth/hooks";
import { chatHref } from "@/features/chats/links";
import { customerHref } from "@/features/customers/links";
import type { Ticket } from "@/features/tickets/schema";
import { ticketSource } from "@/features/tickets/ticket-status";
import { TicketProperties } from "./ticket-properties";
import { TicketTags } from "./ticket-tags";
import type { TicketEdit } from "./use-ticket-edit";

const DiagnosticsSummary = dynamic(
  () =>
    orLoadAgain(() => import("./diagnostics-summary").then(({ DiagnosticsSummary }) => DiagnosticsSummary)),
  { loading: () => null },
);

interface TicketRailProps {
  ticket: Ticket;
  edit: TicketEdit;
  /** What led to the ticket and what followed from it. */
  trace?: ReactNode;
}

/** All about the ticket beside its conversation. */
export function TicketRail({ ticket, edit, trace }: TicketRailProps) {
  const isAllowed = useCan("tickets:write") && ticket.mergedIntoId === null;
  return (
    <div className="flex flex-col gap-5">
      {trace && <Section title="Trace">{trace}</Section>}
      <Section title="Properties">
        <TicketProperties ticket={ticket} edit={edit} isAllowed={isAllowed} />
        <TicketTags tags={ticket.tags} isAllowed={isAllowed} onChange={(tags) => void edit.save({ tags })} />
      </Section>
      <Section title="About">
        <KeyValues
          items={[
            { label: "Customer", value: <CustomerLink ticket={ticket} /> },
            { label: "Source", value: ticketSource(ticket) },
            { label: "Opened", value: <Time value={ticket.createdAt} /> },
            { label: "Updated", value: <Time value={ticket.lastActivityAt} /> },
            ...(ticket.chatId
              ? [
                  {
                    label: "Chat",
                    value: <TextLink href={chatHref(ticket.chatId)}>Open the chat</TextLink>,
                  },
                ]
              : []),
          ]}
        />
      </Section>
      {ticket.diagnostics && Object.keys(ticket.diagnostics).length > 0 && (
        <Section title="Diagnostics">
          <DiagnosticsSummary diagnostics={ticket.diagnostics} />
          <TextLink href="?tab=diagnostics">Show all diagnostics</TextLink>
        </Section>
      )}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-3">
      <h2 className="text-sm font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function CustomerLink({ ticket: { customer } }: { ticket: Ticket }) {
  if (!customer) return <span className="text-muted-foreground">Unknown</span>;
  return (
    <>
      <TextLink href={customerHref(customer.id)}>{customer.name ?? customer.email ?? "Customer"}</TextLink>
      {customer.name && customer.email && (
        <span className="block text-muted-foreground wrap-anywhere">{customer.email}</span>
      )}
    </>
  );
}

function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      scroll={!href.startsWith("?")}
      className="inline-flex min-h-6 items-center self-start rounded-sm text-sm text-link underline underline-offset-3"
    >
      {children}
    </Link>
  );
}
