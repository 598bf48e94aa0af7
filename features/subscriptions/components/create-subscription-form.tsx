"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { CodeBlock } from "@/components/code-block";
import { CreateForm } from "@/components/create-form";
import { SecretReveal } from "@/components/secret-reveal";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { verificationSample } from "@/features/formats/verification/samples";
import { isActive } from "@/features/subscription-states/states";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { EMPTY_VALUES, type SubscriptionFormValues, toInput } from "@/features/subscriptions/form-values";
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
export function CreateSubscriptionForm({ targetHelp }: { targetHelp: ReactNode }) {
  const form = useSubscriptionForm({ values: EMPTY_VALUES, isNameRequired: false });
  const create = useCreateSubscription();
  useConfirmation(createSubscriptionEndpoint);
  const router = useRouter();
  const [created, setCreated] = useState<Created | null>(null);

  async function save(values: SubscriptionFormValues) {
    const { secret, ...subscription } = await create.mutateAsync(toInput(values));
    create.reset();
    if (secret === null) router.push(subscriptionHref(subscription.id));
    else setCreated({ subscription, secret });
  }

  return (
    <CreateForm
      form={form}
      save={save}
      isCreated={created !== null}
      submitLabel="Create subscription"
      cancelHref={subscriptionsHref()}
      fields={<SubscriptionFormFields isNew targetHelp={targetHelp} />}
    >
      {created && <CreatedSubscription {...created} />}
    </CreateForm>
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
