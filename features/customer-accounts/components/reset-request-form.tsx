"use client";

import { EmailField } from "@/features/customer-accounts/account-fields";
import { AccountForm } from "@/features/customer-accounts/account-form";
import { askForReset } from "@/features/customer-accounts/actions";
import type { LinkWay } from "@/features/customer-accounts/link-mail";
import { LinkSent } from "@/features/customer-accounts/link-sent";

export function ResetRequestForm({ clientId, linkWay }: { clientId: string; linkWay: LinkWay }) {
  return (
    <AccountForm
      action={askForReset}
      hidden={{ client_id: clientId }}
      submit="Send the link"
      sent={
        <LinkSent way={linkWay}>It works once, for an hour. If nothing arrives, check the address.</LinkSent>
      }
    >
      {({ values, errorOf }) => <EmailField value={values.email} error={errorOf("email")} />}
    </AccountForm>
  );
}
