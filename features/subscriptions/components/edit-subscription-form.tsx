"use client";

import { useState } from "react";
import { SaveCancelled } from "@/components/api-form";
import { SettingsForm } from "@/components/settings-form";
import { SETTINGS_FORM_ID, useSaveForTest } from "@/components/unsaved-settings";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { updateSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { type SubscriptionChanges, toChanges, toFormValues } from "@/features/subscriptions/form-values";
import { useUpdateSubscription } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import { ChangeEffectDialog } from "./change-effect-dialog";
import { SubscriptionFormFields } from "./subscription-form-fields";
import { useSubscriptionForm } from "./use-subscription-form";

export function EditSubscriptionForm({ subscription }: { subscription: Subscription }) {
  const canWrite = useCan("subscriptions:write");
  const form = useSubscriptionForm({ values: toFormValues(subscription), isNameRequired: true });
  const update = useUpdateSubscription(subscription.id);
  useConfirmation(updateSubscriptionEndpoint, canWrite);
  const [asked, setAsked] = useState<Asked | null>(null);
  const { noteButton, onSaved } = useSaveForTest(form.formState.isDirty);

  /** What changes where events go, or which, is saved once its effect was seen. */
  async function save(changes: SubscriptionChanges): Promise<Subscription> {
    if (EFFECTIVE.some((field) => field in changes)) {
      const isConfirmed = await new Promise<boolean>((answer) => setAsked({ changes, answer }));
      setAsked(null);
      if (!isConfirmed) throw new SaveCancelled();
    }
    return update.mutateAsync(changes);
  }

  return (
    <>
      <div onSubmitCapture={noteButton}>
        <SettingsForm
          id={SETTINGS_FORM_ID}
          form={form}
          onSaved={onSaved}
          initial={subscription}
          canWrite={canWrite}
          toFormValues={toFormValues}
          toChanges={toChanges}
          save={save}
        >
          {({ headerNames, hasSecret }) => (
            <SubscriptionFormFields
              isNew={false}
              subscriptionId={subscription.id}
              storedHeaderNames={headerNames}
              target={subscription}
              hasSecret={hasSecret}
              isDisabled={!canWrite}
            />
          )}
        </SettingsForm>
      </div>
      <ChangeEffectDialog
        subscription={subscription}
        changes={asked?.changes ?? null}
        onAnswer={(isConfirmed) => asked?.answer(isConfirmed)}
      />
    </>
  );
}

const EFFECTIVE = [
  "targetUrl",
  "eventTypes",
  "subscriptionLevel",
  "teamIds",
  "sequenceIds",
  "accountId",
  "filter",
] as const;

interface Asked {
  changes: SubscriptionChanges;
  answer(isConfirmed: boolean): void;
}
