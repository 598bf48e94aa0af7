"use client";

import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { toast } from "sonner";
import { FormActions } from "@/components/form-actions";
import { useHydrated } from "@/components/use-hydrated";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { updateOAuthClientEndpoint } from "@/features/oauth-clients/contract";
import { toChanges, toFormValues } from "@/features/oauth-clients/form-values";
import { useUpdateOAuthClient } from "@/features/oauth-clients/hooks";
import type { OAuthClient } from "@/features/oauth-clients/schema";
import { ClientFormFields } from "./client-form-fields";
import { showApiError, useClientForm } from "./use-client-form";

/** Sends only what differs from the app as it was when the form was filled. */
export function EditClientForm({ client }: { client: OAuthClient }) {
  const canWrite = useCan("oauth_clients:write");
  const isHydrated = useHydrated();
  const [stored, setStored] = useState(client);
  const form = useClientForm(toFormValues(client));
  const update = useUpdateOAuthClient(client.id);
  useConfirmation(updateOAuthClientEndpoint, canWrite);

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
          <ClientFormFields isNew={false} />
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
