"use client";

import { FixedEmail, PasswordField } from "@/features/customer-accounts/account-fields";
import { AccountForm } from "@/features/customer-accounts/account-form";
import { confirmEmail, confirmNewAddress } from "@/features/customer-accounts/actions";

interface VerifyFormProps {
  token: string;
  email: string;
  /** Unless its owner is signed in to this browser. */
  asksPassword: boolean;
}

export function VerifyForm(props: VerifyFormProps) {
  return <ConfirmForm action={confirmEmail} {...props} />;
}

/** For an address that an account is to have from now on. */
export function NewAddressForm(props: VerifyFormProps) {
  return <ConfirmForm action={confirmNewAddress} {...props} />;
}

function ConfirmForm({
  action,
  token,
  email,
  asksPassword,
}: VerifyFormProps & { action: typeof confirmEmail }) {
  return (
    <AccountForm action={action} hidden={{ token }} submit="Confirm address">
      {({ errorOf }) => (
        <>
          <FixedEmail email={email} />
          {asksPassword && <PasswordField error={errorOf("password")} />}
        </>
      )}
    </AccountForm>
  );
}
