"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { FormProvider } from "react-hook-form";
import { ErrorSummary } from "@/components/error-summary";
import { FormActions } from "@/components/form-actions";
import { useHydrated } from "@/components/use-hydrated";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { createIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { EMPTY_VALUES, toInput } from "@/features/incoming-webhooks/form-values";
import { useCreateIncomingWebhook, useRefreshIncomingWebhooks } from "@/features/incoming-webhooks/hooks";
import { incomingWebhookHref, incomingWebhooksHref } from "@/features/incoming-webhooks/links";
import type { CreatedIncomingWebhook } from "@/features/incoming-webhooks/schema";
import { IncomingFormFields } from "./incoming-form-fields";
import { IncomingReveal } from "./incoming-reveal";
import { useIncomingForm } from "./use-incoming-form";

interface CreateIncomingFormProps {
  /** Shown below the secret of the new webhook. */
  renderCreated(webhookId: string): ReactNode;
}

/** Creates a webhook and shows its secret once, then goes to its page. */
export function CreateIncomingForm({ renderCreated }: CreateIncomingFormProps) {
  const router = useRouter();
  const form = useIncomingForm(EMPTY_VALUES);
  const create = useCreateIncomingWebhook();
  useConfirmation(createIncomingWebhookEndpoint);
  const refresh = useRefreshIncomingWebhooks();
  const isHydrated = useHydrated();
  const [created, setCreated] = useState<CreatedIncomingWebhook | null>(null);

  const submit = form.submit(async (values) => {
    if (created) return;
    const answer = await create.mutateAsync(toInput(values));
    create.reset();
    form.resetField("secret");
    setCreated(answer);
  });

  return (
    <FormProvider {...form}>
      <form noValidate className="flex flex-col gap-8" onSubmit={submit}>
        {/* What is typed before the form comes alive would be lost or mixed up. */}
        <fieldset disabled={!isHydrated} className="contents">
          <ErrorSummary {...form.summary} />
          <IncomingFormFields isNew />
        </fieldset>
        <FormActions
          submitLabel="Create incoming webhook"
          isPending={form.formState.isSubmitting}
          isDirty={form.formState.isDirty && created === null}
          cancelHref={incomingWebhooksHref()}
        />
      </form>
      {created && (
        <IncomingReveal
          created={created}
          onClose={() => {
            void refresh();
            router.push(incomingWebhookHref(created.id));
          }}
        >
          {renderCreated(created.id)}
        </IncomingReveal>
      )}
    </FormProvider>
  );
}
