"use client";

import { SettingsForm } from "@/components/settings-form";
import { SETTINGS_FORM_ID, useSaveForTest } from "@/components/unsaved-settings";
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
  const { noteButton, onSaved } = useSaveForTest(form.formState.isDirty);
  return (
    <div onSubmitCapture={noteButton}>
      <SettingsForm
        id={SETTINGS_FORM_ID}
        form={form}
        onSaved={onSaved}
        initial={webhook}
        canWrite={canWrite}
        toFormValues={toFormValues}
        toChanges={toChanges}
        save={update.mutateAsync}
      >
        {() => <IncomingFormFields isNew={false} webhookId={webhook.id} />}
      </SettingsForm>
    </div>
  );
}
