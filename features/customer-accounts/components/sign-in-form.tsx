"use client";

import { EmailField, PasswordField } from "@/features/customer-accounts/account-fields";
import { AccountForm } from "@/features/customer-accounts/account-form";
import { signInCustomer } from "@/features/customer-accounts/actions";

/** Signs a customer in and goes on to `next`. */
export function SignInForm({ clientId, next }: { clientId: string; next: string }) {
  return (
    <AccountForm action={signInCustomer} hidden={{ client_id: clientId, next }} submit="Sign in">
      {({ values, errorOf }) => (
        <>
          <EmailField value={values.email} error={errorOf("email")} />
          <PasswordField error={errorOf("password")} />
        </>
      )}
    </AccountForm>
  );
}
