"use client";

import { SettingsForm } from "@/components/settings-form";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { updateIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { toChanges, toFormValues } from "@/features/incoming-webhooks/form-values";
import { useUpdateIncomingWebhook } from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { IncomingFormFields } from "./incoming-form-fields";
import { useIncomingForm } from "./use-incoming-form";

export function EditIncomingForm({ webhook }: { webhook: IncomingWebhook }) {
  const canWrite = useCan("incoming_webhooks:write");
  const form = useIncomingForm(toFormValues(webhook));
  const update = useUpdateIncomingWebhook(webhook.id);
  useConfirmation(updateIncomingWebhookEndpoint, canWrite);
  return (
    <SettingsForm
      form={form}
      initial={webhook}
      canWrite={canWrite}
      toFormValues={toFormValues}
      toChanges={toChanges}
      save={update.mutateAsync}
    >
      {() => <IncomingFormFields isNew={false} />}
    </SettingsForm>
  );
}
