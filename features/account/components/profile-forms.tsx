"use client";

import {
  changeAddressOfAccount,
  changePasswordOfAccount,
  deleteAccount,
  renameAccount,
} from "@/features/account/actions";
import {
  EmailField,
  FixedEmail,
  NameField,
  NewPasswordField,
  PasswordField,
} from "@/features/customer-accounts/account-fields";
import { AccountForm } from "@/features/customer-accounts/account-form";
import type { LinkWay } from "@/features/customer-accounts/link-mail";
import { LinkSent } from "@/features/customer-accounts/link-sent";

export function NameForm({ name }: { name: string }) {
  return (
    <AccountForm
      action={renameAccount}
      hidden={{}}
      submit="Save name"
      variant="secondary"
      sent="Your name is saved."
    >
      {({ values, errorOf }) => (
        <NameField value={values.name || name} error={errorOf("name")} isOptional={false} />
      )}
    </AccountForm>
  );
}

export function AddressForm({ linkWay }: { linkWay: LinkWay }) {
  return (
    <AccountForm
      action={changeAddressOfAccount}
      hidden={{}}
      submit="Change email"
      variant="secondary"
      sent={
        <LinkSent way={linkWay}>
          Open the link in the mail to the new address. Until then you sign in with the one you have.
        </LinkSent>
      }
    >
      {({ values, errorOf }) => (
        <>
          <EmailField label="New email" value={values.email} error={errorOf("email")} />
          <PasswordField name="currentPassword" label="Your password" error={errorOf("currentPassword")} />
        </>
      )}
    </AccountForm>
  );
}

export function PasswordForm({ email }: { email: string }) {
  return (
    <AccountForm
      action={changePasswordOfAccount}
      hidden={{}}
      submit="Change password"
      variant="secondary"
      sent="Your new password is set. Every other browser and every site has to sign in again."
    >
      {({ errorOf }) => (
        <>
          <FixedEmail email={email} />
          <PasswordField name="currentPassword" label="Current password" error={errorOf("currentPassword")} />
          <NewPasswordField label="New password" error={errorOf("password")} />
        </>
      )}
    </AccountForm>
  );
}

export function DeleteAccountForm() {
  return (
    <AccountForm action={deleteAccount} hidden={{}} submit="Delete my account and data" variant="destructive">
      {({ errorOf }) => <PasswordField error={errorOf("password")} />}
    </AccountForm>
  );
}
