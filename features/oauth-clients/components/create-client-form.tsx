"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { toast } from "sonner";
import { ErrorSummary } from "@/components/error-summary";
import { FormActions } from "@/components/form-actions";
import { useHydrated } from "@/components/use-hydrated";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { createOAuthClientEndpoint } from "@/features/oauth-clients/contract";
import { EMPTY_VALUES, toInput } from "@/features/oauth-clients/form-values";
import { useCreateOAuthClient, useRefreshOAuthClients } from "@/features/oauth-clients/hooks";
import { oauthClientHref, oauthClientsHref } from "@/features/oauth-clients/links";
import type { CreatedOAuthClient } from "@/features/oauth-clients/schema";
import { ClientFormFields } from "./client-form-fields";
import { ClientReveal } from "./client-reveal";
import { useClientForm } from "./use-client-form";

/** Creates an app, shows its secret once if it has one, and goes to its page. */
export function CreateClientForm() {
  const router = useRouter();
  const form = useClientForm(EMPTY_VALUES);
  const create = useCreateOAuthClient();
  useConfirmation(createOAuthClientEndpoint);
  const refresh = useRefreshOAuthClients();
  const isHydrated = useHydrated();
  const [created, setCreated] = useState<CreatedOAuthClient | null>(null);

  function leave({ id }: CreatedOAuthClient) {
    void refresh();
    router.push(oauthClientHref(id));
  }

  const submit = form.submit(async (values) => {
    if (created) return;
    const answer = await create.mutateAsync(toInput(values));
    create.reset();
    setCreated(answer);
    if (answer.clientSecret !== undefined) return;
    toast.success(`App “${answer.name}” created`);
    leave(answer);
  });

  return (
    <FormProvider {...form}>
      <form noValidate className="flex flex-col gap-8" onSubmit={submit}>
        {/* What is typed before the form comes alive would be lost or mixed up. */}
        <fieldset disabled={!isHydrated} className="contents">
          <ErrorSummary {...form.summary} />
          <ClientFormFields isNew />
        </fieldset>
        <FormActions
          submitLabel="Create app"
          isPending={form.formState.isSubmitting}
          isDirty={form.formState.isDirty && created === null}
          cancelHref={oauthClientsHref()}
        />
      </form>
      {created?.clientSecret !== undefined && (
        <ClientReveal client={created} secret={created.clientSecret} onClose={() => leave(created)} />
      )}
    </FormProvider>
  );
}
