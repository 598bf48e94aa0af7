"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { CreateForm } from "@/components/create-form";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { createIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { EMPTY_VALUES, type IncomingFormValues, toInput } from "@/features/incoming-webhooks/form-values";
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
  const [created, setCreated] = useState<CreatedIncomingWebhook | null>(null);

  async function save(values: IncomingFormValues) {
    const answer = await create.mutateAsync(toInput(values));
    create.reset();
    form.resetField("secret");
    setCreated(answer);
  }

  return (
    <CreateForm
      form={form}
      save={save}
      isCreated={created !== null}
      submitLabel="Create incoming webhook"
      cancelHref={incomingWebhooksHref()}
      fields={<IncomingFormFields isNew />}
    >
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
    </CreateForm>
  );
}
