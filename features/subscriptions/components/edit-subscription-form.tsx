"use client";

import { SettingsForm } from "@/components/settings-form";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { updateSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { toChanges, toFormValues } from "@/features/subscriptions/form-values";
import { useUpdateSubscription } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import { SubscriptionFormFields } from "./subscription-form-fields";
import { showApiError, useSubscriptionForm } from "./use-subscription-form";

export function EditSubscriptionForm({ subscription }: { subscription: Subscription }) {
  const canWrite = useCan("subscriptions:write");
  const form = useSubscriptionForm({ values: toFormValues(subscription), isNameRequired: true });
  const update = useUpdateSubscription(subscription.id);
  useConfirmation(updateSubscriptionEndpoint, canWrite);
  return (
    <SettingsForm
      form={form}
      initial={subscription}
      canWrite={canWrite}
      toFormValues={toFormValues}
      toChanges={toChanges}
      save={update.mutateAsync}
      showError={showApiError}
    >
      {({ headerNames }) => (
        <SubscriptionFormFields isNew={false} storedHeaderNames={headerNames} isDisabled={!canWrite} />
      )}
    </SettingsForm>
  );
}
