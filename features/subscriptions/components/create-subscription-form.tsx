"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { CodeBlock } from "@/components/code-block";
import { ErrorSummary } from "@/components/error-summary";
import { FormActions } from "@/components/form-actions";
import { SecretReveal } from "@/components/secret-reveal";
import { useHydrated } from "@/components/use-hydrated";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { verificationSample } from "@/features/formats/verification/samples";
import { isActive } from "@/features/subscription-states/states";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { EMPTY_VALUES, toInput } from "@/features/subscriptions/form-values";
import { subscriptionKeys, subscriptionQuery, useCreateSubscription } from "@/features/subscriptions/hooks";
import { subscriptionHref, subscriptionsHref } from "@/features/subscriptions/links";
import type { Subscription } from "@/features/subscriptions/schema";
import { SubscriptionFormFields } from "./subscription-form-fields";
import { useSubscriptionForm } from "./use-subscription-form";
import { VerificationCard } from "./verification-card";

interface Created {
  subscription: Subscription;
  secret: string;
}

/** Creates a subscription, shows its secret once, then goes to its page. */
export function CreateSubscriptionForm() {
  const form = useSubscriptionForm({ values: EMPTY_VALUES, isNameRequired: false });
  const create = useCreateSubscription();
  useConfirmation(createSubscriptionEndpoint);
  const isHydrated = useHydrated();
  const router = useRouter();
  const [created, setCreated] = useState<Created | null>(null);

  const submit = form.submit(async (values) => {
    if (created) return;
    const { secret, ...subscription } = await create.mutateAsync(toInput(values));
    create.reset();
    if (secret === null) router.push(subscriptionHref(subscription.id));
    else setCreated({ subscription, secret });
  });

  return (
    <FormProvider {...form}>
      <form noValidate className="flex flex-col gap-8" onSubmit={submit}>
        {/* What is typed before the form comes alive would be lost or mixed up. */}
        <fieldset disabled={!isHydrated} className="contents">
          <ErrorSummary {...form.summary} />
          <SubscriptionFormFields isNew />
        </fieldset>
        <FormActions
          submitLabel="Create subscription"
          isPending={form.formState.isSubmitting}
          isDirty={form.formState.isDirty && created === null}
          cancelHref={subscriptionsHref()}
        />
      </form>
      {created && <CreatedSubscription {...created} />}
    </FormProvider>
  );
}

function CreatedSubscription({ subscription: created, secret }: Created) {
  const { id, name, format } = created;
  const { data: subscription } = useQuery({ ...subscriptionQuery(id), initialData: created });
  const router = useRouter();
  const queryClient = useQueryClient();
  return (
    <SecretReveal
      isOpen
      title="Subscription created"
      description={`“${name}” ${isActive(subscription.status) ? "is active" : "waits for its target"}. Give this secret to its receiver, which checks every delivery with it.`}
      fields={[{ label: "Signing secret", value: secret, envName: "REPLIFY_WEBHOOK_SECRET" }]}
      envFilename="replify.env"
      onClose={() => {
        void queryClient.invalidateQueries({ queryKey: subscriptionKeys.all });
        router.push(subscriptionHref(id));
      }}
    >
      <VerificationCard subscription={subscription} />
      <CodeBlock title="Verification in Node" code={verificationSample(format, "typescript")} />
    </SecretReveal>
  );
}
