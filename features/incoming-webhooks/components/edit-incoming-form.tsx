"use client";

import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { toast } from "sonner";
import { FormActions } from "@/components/form-actions";
import { useHydrated } from "@/components/use-hydrated";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { updateIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { toChanges, toFormValues } from "@/features/incoming-webhooks/form-values";
import { useUpdateIncomingWebhook } from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { IncomingFormFields } from "./incoming-form-fields";
import { showApiError, useIncomingForm } from "./use-incoming-form";

/** Sends only what differs from the webhook as it was when the form was filled. */
export function EditIncomingForm({ webhook }: { webhook: IncomingWebhook }) {
  const canWrite = useCan("incoming_webhooks:write");
  const isHydrated = useHydrated();
  const [stored, setStored] = useState(webhook);
  const form = useIncomingForm(toFormValues(webhook));
  const update = useUpdateIncomingWebhook(webhook.id);
  useConfirmation(updateIncomingWebhookEndpoint, canWrite);

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
          <IncomingFormFields isNew={false} />
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
