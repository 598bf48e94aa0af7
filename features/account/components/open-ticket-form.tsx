"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { openTicketOfAccount } from "@/features/account/actions";
import { AccountForm } from "@/features/customer-accounts/account-form";
import { LONG_TEXT_MAX } from "@/features/customer-accounts/form-state";

/** `formKey` is this form's own: sent twice, it opens one ticket. */
export function OpenTicketForm({ formKey }: { formKey: string }) {
  const [key] = useState(formKey);
  return (
    <AccountForm action={openTicketOfAccount} hidden={{ key }} submit="Open ticket">
      {({ values, errorOf }) => (
        <>
          <Field id="subject" label="Subject" error={errorOf("subject")}>
            <Input name="subject" maxLength={300} defaultValue={values.subject} />
          </Field>
          <Field
            id="body"
            label="What happened"
            hint="What did you do, what did you expect, and what came instead?"
            error={errorOf("body")}
          >
            <Textarea name="body" rows={6} maxLength={LONG_TEXT_MAX} defaultValue={values.body} />
          </Field>
        </>
      )}
    </AccountForm>
  );
}
