import type { Metadata } from "next";
import { CenteredCard } from "@/components/centered-page";
import { MailChoiceByLinkForm } from "@/features/account/components/mail-choice-form";
import { findByLink } from "@/features/account/mail-choice";

export const metadata: Metadata = { title: "Mails with answers" };

/** Where the link at the end of each mail leads, without signing in. Nothing changes before a button is pressed. */
export default async function MailChoicePage({ params }: PageProps<"/account/mails/[token]">) {
  const { token } = await params;
  const customer = await findByLink(token);
  if (!customer) {
    return (
      <CenteredCard title="This link doesn't work">
        <p className="text-sm">Check that it is complete. If your data was deleted, no more mails come.</p>
      </CenteredCard>
    );
  }
  const { desk, receivesMails } = customer;
  return (
    <CenteredCard title={receivesMails ? "Switch mails off?" : "Mails are off"}>
      <p className="text-sm text-muted-foreground">
        {receivesMails
          ? `${desk} then sends you no more mails with answers. You still find them at your tickets.`
          : `${desk} sends you no mails with answers. You find them at your tickets.`}
      </p>
      <MailChoiceByLinkForm token={token} receivesMails={receivesMails} />
    </CenteredCard>
  );
}
