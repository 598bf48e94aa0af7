"use client";

import { closeTicketOfAccount } from "@/features/account/actions";
import { AccountForm } from "@/features/customer-accounts/components/account-form";

export function CloseTicketForm({ ticketId }: { ticketId: string }) {
  return (
    <AccountForm
      action={closeTicketOfAccount}
      hidden={{ ticketId }}
      submit="Close ticket"
      variant="secondary"
    />
  );
}
