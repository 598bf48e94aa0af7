"use client";

import { confirmEmail } from "@/features/customer-accounts/actions";
import { FixedEmail, PasswordField } from "./account-fields";
import { AccountForm } from "./account-form";

interface VerifyFormProps {
  token: string;
  email: string;
  /** Unless its owner is signed in to this browser. */
  asksPassword: boolean;
}

export function VerifyForm({ token, email, asksPassword }: VerifyFormProps) {
  return (
    <AccountForm action={confirmEmail} hidden={{ token }} submit="Confirm address">
      {({ errorOf }) => (
        <>
          <FixedEmail email={email} />
          {asksPassword && <PasswordField error={errorOf("password")} />}
        </>
      )}
    </AccountForm>
  );
}
