"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { UseFormRegisterReturn } from "react-hook-form";
import { issuesResolver, lateIssues, useApiForm } from "@/components/api-form";
import { EmailAddressInput } from "@/components/email-address-input";
import { ErrorSummary } from "@/components/error-summary";
import { FormActions } from "@/components/form-actions";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { useHydrated } from "@/components/use-hydrated";
import { type CustomerFormValues, customerFieldOf, jsonIssues } from "@/features/customers/form-values";
import { activeUsersQuery } from "@/features/members/hooks";

const resolver = issuesResolver(
  lateIssues(async () => (await import("@/features/customers/form-issues")).issuesOf, jsonIssues),
  customerFieldOf,
);

interface CustomerFormProps {
  defaultValues: CustomerFormValues;
  submitLabel: string;
  cancelHref: string;
  /** Rejects with what the API refused, which is shown at its field. */
  onSave(values: CustomerFormValues): Promise<void>;
}

export function CustomerForm({ defaultValues, submitLabel, cancelHref, onSave }: CustomerFormProps) {
  const isHydrated = useHydrated();
  const [isSaved, setIsSaved] = useState(false);
  const { register, formState, submit, summary } = useApiForm({
    defaultValues,
    resolver,
    fieldOf: customerFieldOf,
    fieldId: (field) => field,
    focus: "summary",
  });
  const { errors, isSubmitting, isDirty } = formState;

  return (
    <form
      noValidate
      onSubmit={submit((values) => onSave(values).then(() => setIsSaved(true)))}
      className="flex max-w-2xl flex-col gap-6"
    >
      <ErrorSummary {...summary} />
      <fieldset disabled={!isHydrated} className="contents">
        <Field id="name" label="Name" isOptional error={errors.name?.message}>
          <Input {...register("name")} autoComplete="off" />
        </Field>
        <Field
          id="email"
          label="Email"
          isOptional
          hint="The address to answer to."
          error={errors.email?.message}
        >
          <EmailAddressInput {...register("email")} />
        </Field>
        <Field
          id="otherEmails"
          label="Other addresses"
          isOptional
          hint="One a line. The customer is recognized by them, too."
          error={errors.otherEmails?.message}
        >
          <Textarea rows={2} {...register("otherEmails")} />
        </Field>
        <Field id="phone" label="Phone" isOptional error={errors.phone?.message}>
          <Input type="tel" {...register("phone")} autoComplete="off" />
        </Field>
        <Field id="company" label="Company" isOptional error={errors.company?.message}>
          <Input {...register("company")} autoComplete="off" />
        </Field>
        <Field
          id="externalIds"
          label="External ids"
          isOptional
          hint="One a line: what the customer is called in other systems."
          error={errors.externalIds?.message}
        >
          <Textarea rows={2} className="font-mono text-xs" {...register("externalIds")} />
        </Field>
        <AgentField register={register("agentId")} error={errors.agentId?.message} />
        <Field id="tags" label="Tags" isOptional hint="Separated by commas." error={errors.tags?.message}>
          <Input {...register("tags")} autoComplete="off" />
        </Field>
        <Field
          id="attributes"
          label="Attributes"
          isOptional
          hint="Anything else worth knowing, as JSON: names and values in braces."
          error={errors.attributes?.message}
        >
          <Textarea
            rows={3}
            spellCheck={false}
            placeholder={'{"plan": "pro"}'}
            className="font-mono text-xs"
            {...register("attributes")}
          />
        </Field>
        <FormActions
          submitLabel={submitLabel}
          isPending={isSubmitting}
          isDirty={isDirty && !isSaved}
          cancelHref={cancelHref}
        />
      </fieldset>
    </form>
  );
}

interface AgentFieldProps {
  register: UseFormRegisterReturn;
  error: string | undefined;
}

function AgentField({ register, error }: AgentFieldProps) {
  const { data } = useQuery(activeUsersQuery());
  return (
    <Field id="agentId" label="Responsible member" isOptional error={error}>
      {/* Options that arrive later would leave the choice empty. */}
      <NativeSelect key={data ? "loaded" : "loading"} {...register} className="max-w-80">
        <option value="">Nobody</option>
        {data?.data.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}
