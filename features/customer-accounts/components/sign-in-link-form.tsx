"use client";

import { EmailField, FixedEmail } from "@/features/customer-accounts/account-fields";
import { AccountForm } from "@/features/customer-accounts/account-form";
import { askForSignInLink, takeSignInLink } from "@/features/customer-accounts/actions";
import type { LinkWay } from "@/features/customer-accounts/link-mail";
import { LinkSent } from "@/features/customer-accounts/link-sent";

export function SignInLinkRequestForm({ clientId, linkWay }: { clientId: string; linkWay: LinkWay }) {
  return (
    <AccountForm
      action={askForSignInLink}
      hidden={{ client_id: clientId }}
      submit="Send the link"
      sent={
        <LinkSent way={linkWay}>
          It works once, for 15 minutes. If nothing arrives, check the address.
        </LinkSent>
      }
    >
      {({ values, errorOf }) => <EmailField value={values.email} error={errorOf("email")} />}
    </AccountForm>
  );
}

export function SignInLinkForm({ token, email }: { token: string; email: string }) {
  return (
    <AccountForm action={takeSignInLink} hidden={{ token }} submit="Sign in">
      {() => <FixedEmail email={email} />}
    </AccountForm>
  );
}
