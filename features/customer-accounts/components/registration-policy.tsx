"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ErrorState } from "@/components/error-state";
import { FormSection } from "@/components/form-section";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { FieldSet } from "@/components/ui/field";
import { Radio } from "@/components/ui/radio-group";
import { Skeleton } from "@/components/ui/skeleton";
import { useHydrated } from "@/components/use-hydrated";
import { REGISTRATION_POLICIES } from "@/db/enums";
import { useCan } from "@/features/auth/hooks";
import { customerRegistrationQuery, useUpdateCustomerRegistration } from "@/features/customer-accounts/hooks";
import type { CustomerRegistration } from "@/features/customer-accounts/schema";

type Policy = CustomerRegistration["policy"];

const POLICIES: Record<Policy, { label: string; hint: string }> = {
  open: {
    label: "Anybody",
    hint: "Anybody with an email address. Until they confirm it, they see only the tickets they opened themselves.",
  },
  known: {
    label: "Known customers",
    hint: "Anybody whose address is that of a customer, once they confirm it.",
  },
  invitation: {
    label: "By invitation",
    hint: "Whoever you invite, from the customer's page.",
  },
};

/** Who may make an account to connect apps with. */
export function RegistrationPolicy() {
  const { data, error, refetch } = useQuery(customerRegistrationQuery());
  return (
    <FormSection
      title="Customer accounts"
      description="Customers sign in with one to connect an app, and at /account of this server to follow their tickets. Accounts that exist stay, whatever you choose."
    >
      {data && <PolicyField policy={data.policy} />}
      {!data && !error && <Skeleton className="h-32" />}
      {!data && error && (
        <ErrorState title="The setting could not be loaded" error={error} onRetry={() => void refetch()} />
      )}
    </FormSection>
  );
}

function PolicyField({ policy }: { policy: Policy }) {
  const canWrite = useCan("oauth_clients:write");
  const isHydrated = useHydrated();
  const update = useUpdateCustomerRegistration();
  const [chosen, setChosen] = useState(policy);

  function save(event: FormEvent) {
    event.preventDefault();
    update.mutate({ policy: chosen }, { onSuccess: () => toast.success("Changes saved") });
  }

  return (
    <form onSubmit={save} className="flex flex-col items-start gap-3">
      <FieldSet legend="Who may make an account" error={update.error?.message}>
        {REGISTRATION_POLICIES.map((one) => (
          <Radio
            key={one}
            {...POLICIES[one]}
            name="policy"
            value={one}
            checked={chosen === one}
            disabled={!canWrite || !isHydrated}
            onChange={() => setChosen(one)}
          />
        ))}
      </FieldSet>
      {chosen !== policy && (
        <Button type="submit" variant="primary" isPending={update.isPending}>
          Save
        </Button>
      )}
    </form>
  );
}
