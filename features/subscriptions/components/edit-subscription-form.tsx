"use client";

import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { toast } from "sonner";
import { FormActions } from "@/components/form-actions";
import { useHydrated } from "@/components/use-hydrated";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { updateSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { toChanges, toFormValues } from "@/features/subscriptions/form-values";
import { useUpdateSubscription } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import { SubscriptionFormFields } from "./subscription-form-fields";
import { showApiError, useSubscriptionForm } from "./use-subscription-form";

/** Sends only what differs from the subscription as it was when the form was filled. */
export function EditSubscriptionForm({ subscription }: { subscription: Subscription }) {
  const canWrite = useCan("subscriptions:write");
  const isHydrated = useHydrated();
  const [stored, setStored] = useState(subscription);
  const form = useSubscriptionForm({ values: toFormValues(subscription), isNameRequired: true });
  const update = useUpdateSubscription(subscription.id);
  useConfirmation(updateSubscriptionEndpoint, canWrite);

  const submit = form.handleSubmit(async (values) => {
    const changes = toChanges(values, stored);
    if (Object.keys(changes).length === 0) {
      form.reset(toFormValues(stored));
      toast.info("Nothing has changed");
      return;
    }
    try {
      const saved = await update.mutateAsync(changes);
      setStored(saved);
      form.reset(toFormValues(saved));
      toast.success("Changes saved");
    } catch (error) {
      showApiError(form, error);
    }
  });

  return (
    <FormProvider {...form}>
      <form noValidate className="flex flex-col gap-8" onSubmit={(event) => void submit(event)}>
        <fieldset disabled={!canWrite || !isHydrated} className="flex min-w-0 flex-col gap-8">
          <legend className="sr-only">Settings of {stored.name}</legend>
          <SubscriptionFormFields
            isNew={false}
            storedHeaderNames={stored.headerNames}
            isDisabled={!canWrite}
          />
        </fieldset>
        {canWrite && (
          <FormActions
            submitLabel="Save changes"
            isPending={form.formState.isSubmitting}
            isDirty={form.formState.isDirty}
            {...(form.formState.isDirty ? { onCancel: () => form.reset(toFormValues(stored)) } : {})}
          />
        )}
      </form>
    </FormProvider>
  );
}
