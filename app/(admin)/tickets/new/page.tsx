import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { NewTicketForm } from "@/features/tickets/components/new-ticket-form";
import { ticketsHref } from "@/features/tickets/links";

export const metadata: Metadata = { title: "New ticket · Tickets" };

export default async function NewTicketPage() {
  const ctx = await requireContext();
  const isAllowed = ctx.permissions.has("tickets:write");
  return (
    <>
      <PageHeader
        title="New ticket"
        breadcrumbs={[{ label: "Tickets", href: ticketsHref() }, { label: "New ticket" }]}
      />
      {isAllowed ? <NewTicketForm /> : <MissingPermission scope="tickets:write" action="open tickets" />}
    </>
  );
}
