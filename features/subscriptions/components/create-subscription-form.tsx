"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { CodeBlock } from "@/components/code-block";
import { FormActions } from "@/components/form-actions";
import { SecretReveal } from "@/components/secret-reveal";
import { useHydrated } from "@/components/use-hydrated";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { verificationSample } from "@/features/deliveries/formats/verification/samples";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { EMPTY_VALUES, toInput } from "@/features/subscriptions/form-values";
import { subscriptionKeys, useCreateSubscription } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import { SubscriptionFormFields } from "./subscription-form-fields";
import { SUBSCRIPTIONS_HREF, subscriptionHref } from "./subscription-links";
import { showApiError, useSubscriptionForm } from "./use-subscription-form";

type Created = Pick<Subscription, "id" | "name" | "format"> & { secret: string };

/** Creates a subscription, shows its secret once, then goes to its page. */
export function CreateSubscriptionForm() {
  const form = useSubscriptionForm({ values: EMPTY_VALUES, isNameRequired: false });
  const create = useCreateSubscription();
  useConfirmation(createSubscriptionEndpoint);
  const isHydrated = useHydrated();
  const router = useRouter();
  const [created, setCreated] = useState<Created | null>(null);

  const submit = form.handleSubmit(async (values) => {
    if (created) return;
    try {
      const { id, name, secret, format } = await create.mutateAsync(toInput(values));
      create.reset();
      if (secret === null) router.push(subscriptionHref(id));
      else setCreated({ id, name, secret, format });
    } catch (error) {
      showApiError(form, error);
    }
  });

  return (
    <FormProvider {...form}>
      <form noValidate className="flex flex-col gap-8" onSubmit={(event) => void submit(event)}>
        {/* What is typed before the form comes alive would be lost or mixed up. */}
        <fieldset disabled={!isHydrated} className="contents">
          <SubscriptionFormFields isNew />
        </fieldset>
        <FormActions
          submitLabel="Create subscription"
          isPending={form.formState.isSubmitting}
          isDirty={form.formState.isDirty && created === null}
          cancelHref={SUBSCRIPTIONS_HREF}
        />
      </form>
      {created && <CreatedSubscription {...created} />}
    </FormProvider>
  );
}

function CreatedSubscription({ id, name, secret, format }: Created) {
  const router = useRouter();
  const queryClient = useQueryClient();
  return (
    <SecretReveal
      isOpen
      title="Subscription created"
      description={`“${name}” is active. Give this secret to its receiver, which checks every delivery with it.`}
      fields={[{ label: "Signing secret", value: secret, envName: "REPLIFY_WEBHOOK_SECRET" }]}
      envFilename="replify.env"
      onClose={() => {
        void queryClient.invalidateQueries({ queryKey: subscriptionKeys.all });
        router.push(subscriptionHref(id));
      }}
    >
      <CodeBlock title="Verification in Node" code={verificationSample(format, "typescript")} />
    </SecretReveal>
  );
}
