"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Controller, useWatch } from "react-hook-form";
import { ErrorSummary } from "@/components/error-summary";
import { FormActions } from "@/components/form-actions";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/use-hydrated";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { createTokenEndpoint } from "@/features/tokens/contract";
import { creationOf, type Prefill } from "@/features/tokens/form-values";
import { useCreateToken } from "@/features/tokens/hooks";
import { tokensHref } from "@/features/tokens/links";
import type { CreatedToken } from "@/features/tokens/schema";
import type { Scope } from "@/lib/scopes";
import { AccessField } from "./access-field";
import { AllowListField } from "./allow-list-field";
import { ExpiryField } from "./expiry-field";
import { TokenReveal } from "./token-reveal";
import { TokenSentence } from "./token-sentence";
import { useTokenForm } from "./use-token-form";

interface CreateTokenFormProps {
  prefill: Prefill;
  /** What the viewer may do, and so the most that a token may. */
  held: Scope[];
  /** Where the API is reached, for the sample call. */
  apiOrigin: string;
}

export function CreateTokenForm({ prefill, held, apiOrigin }: CreateTokenFormProps) {
  const router = useRouter();
  const create = useCreateToken();
  useConfirmation(createTokenEndpoint);
  const isHydrated = useHydrated();
  const [created, setCreated] = useState<CreatedToken | null>(null);
  const form = useTokenForm(prefill.values);
  const { register, control, clearErrors, formState, summary } = form;
  const values = useWatch({ control });
  const { errors } = formState;

  return (
    <form
      noValidate
      onSubmit={form.submit(async (values) =>
        setCreated(await create.mutateAsync(creationOf(values, Date.now()))),
      )}
      className="flex max-w-3xl flex-col gap-6"
    >
      <ErrorSummary {...summary} />
      {prefill.refused.length > 0 && (
        <p className="rounded-lg bg-warning-soft px-4 py-3 text-sm">
          The link also asked for {prefill.refused.join(", ")}, which you can't give to a token. It is left
          out.
        </p>
      )}
      <fieldset disabled={!isHydrated} className="contents">
        <Field id="name" label="Name" hint="What will use it." error={errors.name?.message}>
          <Input {...register("name")} placeholder="CI – read only" autoComplete="off" />
        </Field>
        <Controller
          control={control}
          name="scopes"
          render={({ field }) => (
            <AccessField
              id="scopes"
              initialAccess={prefill.access}
              held={held}
              scopes={field.value}
              onChange={field.onChange}
              error={errors.scopes?.message}
            />
          )}
        />
        <ExpiryField
          register={register}
          expiry={values.expiry ?? "90"}
          error={errors.expiresOn?.message}
          onExpiryChange={() => clearErrors("expiresOn")}
        />
        <AllowListField register={register} error={errors.allowList?.message} />
        <TokenSentence
          scopes={values.scopes ?? []}
          expiry={values.expiry ?? "90"}
          expiresOn={values.expiresOn ?? ""}
        />
        <FormActions
          submitLabel="Create token"
          isPending={create.isPending}
          isDirty={formState.isDirty && created === null}
          cancelHref={tokensHref()}
        />
      </fieldset>
      {created && (
        <TokenReveal
          created={created}
          apiOrigin={apiOrigin}
          onClose={() => {
            create.reset();
            router.push(tokensHref());
          }}
        />
      )}
    </form>
  );
}
