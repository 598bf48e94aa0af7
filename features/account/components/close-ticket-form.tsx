"use client";

import { useEffect } from "react";
import { closeTicketOfAccount } from "@/features/account/actions";
import { AccountForm } from "@/features/customer-accounts/account-form";

export function CloseTicketForm({ ticketId }: { ticketId: string }) {
  useEffect(() => returnFocus, []);
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

/** Once the ticket is closed its button is gone, and the focus with it. */
function returnFocus() {
  if (document.activeElement === document.body) document.querySelector("h1")?.focus();
}
