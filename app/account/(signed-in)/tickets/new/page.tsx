import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { requireAccount } from "@/features/account/caller";
import { OpenTicketForm } from "@/features/account/components/open-ticket-form";
import { newTicketDraft } from "@/features/account/draft-keys";
import { accountHref } from "@/features/account/links";

export const metadata: Metadata = { title: "Open a ticket" };

export default async function NewAccountTicketPage() {
  const { account } = await requireAccount();
  return (
    <>
      <PageHeader title="Open a ticket" breadcrumbs={[{ label: "My tickets", href: accountHref() }]} />
      <OpenTicketForm formKey={randomUUID()} draftKey={newTicketDraft(account)} />
    </>
  );
}
