"use client";

import { useController, useFormContext, useWatch } from "react-hook-form";
import { CheckboxField } from "@/components/ui/checkbox";
import { FORMATS } from "@/features/formats/formats";
import type { SubscriptionFormValues } from "@/features/subscriptions/form-values";

const HINT =
  "It gets an empty POST with a random X-Hook-Secret, and has to answer with status 200 and the same header. Events are held until it does.";

/** Whether the target has to show first that it wants to be one; some formats leave no choice. */
export function VerificationField() {
  const { control } = useFormContext<SubscriptionFormValues>();
  const { field } = useController({ control, name: "isVerified" });
  const { label, isVerified: isForced } = FORMATS[useWatch({ control, name: "format" })];
  return (
    <CheckboxField
      label="Verify the target first"
      hint={isForced ? `${HINT} The format ${label} always asks for it.` : HINT}
      name={field.name}
      ref={field.ref}
      checked={isForced || field.value}
      disabled={isForced}
      onChange={(event) => field.onChange(event.target.checked)}
      onBlur={field.onBlur}
    />
  );
}
