"use client";

import { useEffect } from "react";
import { recoverFocus } from "@/components/focus-heading";
import { closeTicketOfAccount } from "@/features/account/actions";
import { AccountForm } from "@/features/customer-accounts/account-form";

export function CloseTicketForm({ ticketId }: { ticketId: string }) {
  // Once the ticket is closed its button is gone, and the focus with it.
  useEffect(() => recoverFocus, []);
  return (
    <div className="self-start">
      <AccountForm
        action={closeTicketOfAccount}
        hidden={{ ticketId }}
        submit="Close ticket"
        variant="secondary"
      />
    </div>
  );
}
