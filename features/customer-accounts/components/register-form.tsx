"use client";

import { EmailField, NameField, NewPasswordField } from "@/features/customer-accounts/account-fields";
import { AccountForm } from "@/features/customer-accounts/account-form";
import { registerCustomer } from "@/features/customer-accounts/actions";
import type { LinkWay } from "@/features/customer-accounts/link-mail";
import { LinkSent } from "@/features/customer-accounts/link-sent";

interface RegisterFormProps {
  clientId: string;
  next: string;
  linkWay: LinkWay;
}

/** Makes an account and goes on to `next`, or says to look at one's mail first. */
export function RegisterForm({ clientId, next, linkWay }: RegisterFormProps) {
  return (
    <AccountForm
      action={registerCustomer}
      hidden={{ client_id: clientId, next }}
      submit="Create account"
      sent={
        <LinkSent way={linkWay}>
          Open the link in it, then come back to this page and sign in. If nothing arrives, check the address.
        </LinkSent>
      }
    >
      {({ values, errorOf }) => (
        <>
          <EmailField value={values.email} error={errorOf("email")} />
          <NewPasswordField error={errorOf("password")} />
          <NameField value={values.name} error={errorOf("name")} />
        </>
      )}
    </AccountForm>
  );
}
