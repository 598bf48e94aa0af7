"use client";

import { acceptInvite } from "@/features/customer-accounts/actions";
import { FixedEmail, NameField, NewPasswordField } from "./account-fields";
import { AccountForm } from "./account-form";

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
