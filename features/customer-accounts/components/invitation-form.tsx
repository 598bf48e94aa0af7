"use client";

import { FixedEmail, NameField, NewPasswordField } from "@/features/customer-accounts/account-fields";
import { AccountForm } from "@/features/customer-accounts/account-form";
import { acceptInvite } from "@/features/customer-accounts/actions";

export function InvitationForm({ token, email }: { token: string; email: string }) {
  return (
    <AccountForm action={acceptInvite} hidden={{ token }} submit="Create account">
      {({ values, errorOf }) => (
        <>
          <FixedEmail email={email} />
          <NewPasswordField error={errorOf("password")} />
          <NameField value={values.name} error={errorOf("name")} />
        </>
      )}
    </AccountForm>
  );
}
