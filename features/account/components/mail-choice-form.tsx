"use client";

import { chooseMailsOfAccount, chooseMailsOfLink } from "@/features/account/actions";
import { AccountForm } from "@/features/customer-accounts/account-form";

/** In the profile. */
export function MailChoiceForm({ receivesMails }: { receivesMails: boolean }) {
  return (
    <AccountForm
      key={String(receivesMails)}
      action={chooseMailsOfAccount}
      hidden={{ receivesMails: String(!receivesMails) }}
      submit={labelOf(receivesMails)}
      variant="secondary"
    />
  );
}

/** Behind the link of a mail. */
export function MailChoiceByLinkForm({ token, receivesMails }: { token: string; receivesMails: boolean }) {
  return (
    <AccountForm
      key={String(receivesMails)}
      action={chooseMailsOfLink}
      hidden={{ token, receivesMails: String(!receivesMails) }}
      submit={labelOf(receivesMails)}
    />
  );
}

function labelOf(receivesMails: boolean): string {
  return receivesMails ? "Switch mails off" : "Switch mails on";
}
