"use client";

import { setNewPassword } from "@/features/customer-accounts/actions";
import { FixedEmail, NewPasswordField } from "./account-fields";
import { AccountForm } from "./account-form";

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
