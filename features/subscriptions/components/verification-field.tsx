"use client";

import { useFormContext } from "react-hook-form";
import { CheckboxField } from "@/components/ui/checkbox";
import type { SubscriptionFormValues } from "@/features/subscriptions/form-values";

/** Whether the target has to show first that it wants to be one. */
export function VerificationField() {
  const { register } = useFormContext<SubscriptionFormValues>();
  return (
    <CheckboxField
      label="Verify the target first"
      hint="It gets an empty POST with a random X-Hook-Secret, and has to answer with status 200 and the same header. Events are held until it does."
      {...register("isVerified")}
    />
  );
}
