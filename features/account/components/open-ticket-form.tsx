"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { openTicketOfAccount } from "@/features/account/actions";
import { AccountForm } from "@/features/customer-accounts/account-form";
import { LONG_TEXT_MAX } from "@/features/customer-accounts/form-state";
import { DraftTextarea } from "./draft-textarea";

/** `formKey` is this form's own: sent twice, it opens one ticket. */
export function OpenTicketForm({ formKey, draftKey }: { formKey: string; draftKey: string }) {
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
            <DraftTextarea
              draftKey={draftKey}
              name="body"
              rows={6}
              maxLength={LONG_TEXT_MAX}
              defaultValue={values.body}
            />
          </Field>
        </>
      )}
    </AccountForm>
  );
}
