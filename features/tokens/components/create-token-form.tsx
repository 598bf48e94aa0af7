"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { ErrorSummary } from "@/components/error-summary";
import { FormActions } from "@/components/form-actions";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/use-hydrated";
import { useCreateToken } from "@/features/tokens/hooks";
import type { CreatedToken } from "@/features/tokens/schema";
import {
  expiryMoment,
  type Prefill,
  type TokenFormValues,
  tokenFormSchema,
} from "@/features/tokens/token-form";
import { ApiError } from "@/lib/api-client";
import type { Scope } from "@/lib/scopes";
import { AccessField } from "./access-field";
import { ExpiryField } from "./expiry-field";
import { TokenReveal } from "./token-reveal";
import { TokenSentence } from "./token-sentence";

const LIST_HREF = "/settings/api/tokens";
const FIELDS = ["name", "scopes", "expiry", "expiresOn"] as const;

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
  const isHydrated = useHydrated();
  const [created, setCreated] = useState<CreatedToken | null>(null);
  const [failures, setFailures] = useState(0);
  const { register, control, handleSubmit, setError, clearErrors, formState } = useForm<TokenFormValues>({
    resolver: zodResolver(tokenFormSchema),
    defaultValues: prefill.values,
    mode: "onTouched",
    shouldFocusError: false,
  });
  const values = useWatch({ control });
  const { errors } = formState;
  const fail = () => setFailures((count) => count + 1);

  async function submit(form: TokenFormValues) {
    try {
      const expiresAt = expiryMoment(form, Date.now());
      setCreated(await create.mutateAsync({ name: form.name, scopes: form.scopes, expiresAt }));
    } catch (error) {
      showProblem(error);
      fail();
    }
  }

  function showProblem(error: unknown) {
    const issues = error instanceof ApiError ? error.issues : [];
    for (const { path, message } of issues) setError(fieldOf(path), { message });
    if (issues.length === 0) {
      setError("root", { message: error instanceof Error ? error.message : "It did not work. Try again." });
    }
  }

  return (
    <form noValidate onSubmit={handleSubmit(submit, fail)} className="flex max-w-3xl flex-col gap-6">
      <ErrorSummary errors={summaryOf(errors)} focusKey={failures} />
      {prefill.refused.length > 0 && (
        <p className="rounded-lg bg-warning-soft px-4 py-3 text-sm">
          The link also asked for {prefill.refused.join(", ")}, which you don't hold yourself. It is left out.
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
        <TokenSentence
          scopes={values.scopes ?? []}
          expiry={values.expiry ?? "90"}
          expiresOn={values.expiresOn ?? ""}
        />
        <FormActions
          submitLabel="Create token"
          isPending={create.isPending}
          isDirty={formState.isDirty && created === null}
          cancelHref={LIST_HREF}
        />
      </fieldset>
      {created && (
        <TokenReveal
          created={created}
          apiOrigin={apiOrigin}
          onClose={() => {
            create.reset();
            router.push(LIST_HREF);
          }}
        />
      )}
    </form>
  );
}

/** The form's field for a path of the API's body. */
function fieldOf(path: string): (typeof FIELDS)[number] | "root" {
  if (path === "expiresAt") return "expiresOn";
  return FIELDS.find((field) => path === field || path.startsWith(`${field}.`)) ?? "root";
}

type Errors = Partial<Record<(typeof FIELDS)[number] | "root", { message?: string | undefined }>>;

function summaryOf(errors: Errors) {
  return [...FIELDS, "root" as const].flatMap((field) => {
    const message = errors[field]?.message;
    if (!message) return [];
    return [field === "root" ? { message } : { fieldId: field, message }];
  });
}
