"use client";

import { FixedEmail, NewPasswordField } from "@/features/customer-accounts/account-fields";
import { AccountForm } from "@/features/customer-accounts/account-form";
import { setNewPassword } from "@/features/customer-accounts/actions";

export function ResetForm({ token, email }: { token: string; email: string }) {
  return (
    <AccountForm action={setNewPassword} hidden={{ token }} submit="Set password">
      {({ errorOf }) => (
        <>
          <FixedEmail email={email} />
          <NewPasswordField label="New password" error={errorOf("password")} />
        </>
      )}
    </AccountForm>
  );
}
