"use client";

import { useRouter } from "next/navigation";
import { Controller, useWatch } from "react-hook-form";
import { ErrorSummary } from "@/components/error-summary";
import { FormActions } from "@/components/form-actions";
import { toast } from "@/components/toast";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/use-hydrated";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { updateTokenEndpoint } from "@/features/tokens/contract";
import { changesOf, formValuesOf } from "@/features/tokens/form-values";
import { useUpdateToken } from "@/features/tokens/hooks";
import { tokenHref } from "@/features/tokens/links";
import type { Token } from "@/features/tokens/schema";
import type { Scope } from "@/lib/scopes";
import { AllowListField } from "./allow-list-field";
import { ExpiryField } from "./expiry-field";
import { ScopeMatrix } from "./scope-matrix";
import { TokenSentence } from "./token-sentence";
import { useTokenForm } from "./use-token-form";

interface EditTokenFormProps {
  token: Token;
  /** The most that the viewer may give it. */
  held: Scope[];
  /** Anybody else can only take from it. */
  isOwner: boolean;
}

export function EditTokenForm({ token, held, isOwner }: EditTokenFormProps) {
  const router = useRouter();
  const update = useUpdateToken(token.id);
  useConfirmation(updateTokenEndpoint);
  const isHydrated = useHydrated();
  const before = formValuesOf(token);
  const form = useTokenForm(before);
  const { register, control, clearErrors, formState, summary } = form;
  const values = useWatch({ control });
  const { errors } = formState;
  const backHref = tokenHref(token.id);
  return (
    <form
      noValidate
      onSubmit={form.submit(async (edited) => {
        await update.mutateAsync(changesOf(edited, before, Date.now()));
        toast.success(`Token “${edited.name}” saved`);
        router.push(backHref);
      })}
      className="flex max-w-3xl flex-col gap-6"
    >
      <ErrorSummary {...summary} />
      {!isOwner && (
        <p className="rounded-lg bg-info-soft px-4 py-3 text-sm">
          This token belongs to {token.createdBy.name}. You can reduce its access, lifetime and networks, but
          not extend them.
        </p>
      )}
      <fieldset disabled={!isHydrated} className="contents">
        <Field
          id="name"
          label="Name"
          hint={isOwner ? "What uses it." : "Only its owner can rename it."}
          error={errors.name?.message}
        >
          <Input {...register("name")} readOnly={!isOwner} autoComplete="off" />
        </Field>
        <Controller
          control={control}
          name="scopes"
          render={({ field }) => (
            <FieldSet
              id="scopes"
              legend="Access"
              hint="Takes effect on the next call. A token never does more than its owner may at that moment."
              error={errors.scopes?.message}
            >
              <ScopeMatrix held={held} scopes={field.value} onChange={field.onChange} />
            </FieldSet>
          )}
        />
        <ExpiryField
          register={register}
          expiry={values.expiry ?? "never"}
          error={errors.expiresOn?.message}
          onExpiryChange={() => clearErrors("expiresOn")}
        />
        <AllowListField register={register} error={errors.allowList?.message} />
        {/* Only the browser knows the reader's own day. */}
        {isHydrated && (
          <TokenSentence
            scopes={values.scopes ?? []}
            expiry={values.expiry ?? "never"}
            expiresOn={values.expiresOn ?? ""}
          />
        )}
        <FormActions
          submitLabel="Save changes"
          isPending={update.isPending}
          isDirty={formState.isDirty && !update.isSuccess}
          cancelHref={backHref}
        />
      </fieldset>
    </form>
  );
}
