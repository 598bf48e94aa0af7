"use client";

import { setNewPassword } from "@/features/customer-accounts/actions";
import { FixedEmail, NewPasswordField } from "./account-fields";
import { AccountForm } from "./account-form";

export function ResetForm({ token, email }: { token: string; email: string }) {
  return (
    <AccountForm
      action={setNewPassword}
      hidden={{ token }}
      submit="Set password"
      sent={
        <p className="text-sm">
          Your new password is set, and you are signed in here. Every other browser and every app has to sign
          in again. Go back to your site to go on.
        </p>
      }
    >
      {({ errorOf }) => (
        <>
          <FixedEmail email={email} />
          <NewPasswordField label="New password" error={errorOf("password")} />
        </>
      )}
    </AccountForm>
  );
}
