"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { UseFormRegisterReturn } from "react-hook-form";
import type * as z from "zod";
import { useApiForm } from "@/components/api-form";
import { EmailAddressInput } from "@/components/email-address-input";
import { ErrorSummary } from "@/components/error-summary";
import { FormActions } from "@/components/form-actions";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { useHydrated } from "@/components/use-hydrated";
import { type CustomerFormValues, customerFormSchema } from "@/features/customers/form-values";
import { activeUsersQuery } from "@/features/members/hooks";
import { fieldAt } from "@/lib/issues";

const FIELDS = [
  "name",
  "email",
  "otherEmails",
  "phone",
  "company",
  "externalIds",
  "agentId",
  "tags",
  "attributes",
] as const;

interface CustomerFormProps {
  defaultValues: CustomerFormValues;
  submitLabel: string;
  cancelHref: string;
  /** Rejects with what the API refused, which is shown at its field. */
  onSave(values: z.output<typeof customerFormSchema>): Promise<void>;
}

export function CustomerForm({ defaultValues, submitLabel, cancelHref, onSave }: CustomerFormProps) {
  const isHydrated = useHydrated();
  const [isSaved, setIsSaved] = useState(false);
  const { register, formState, submit, summary } = useApiForm({
    defaultValues,
    resolver: zodResolver(customerFormSchema),
    fieldOf,
    // An error of a list may sit at one of its items.
    fieldId: (path) => path.replace(/\..*/, ""),
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
          error={errorOf(errors.otherEmails)}
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
          error={errorOf(errors.externalIds)}
        >
          <Textarea rows={2} className="font-mono text-xs" {...register("externalIds")} />
        </Field>
        <AgentField register={register("agentId")} error={errors.agentId?.message} />
        <Field id="tags" label="Tags" isOptional hint="Separated by commas." error={errorOf(errors.tags)}>
          <Input {...register("tags")} autoComplete="off" />
        </Field>
        <Field
          id="attributes"
          label="Attributes"
          isOptional
          hint="Anything else worth knowing, as JSON: names and values in braces."
          error={errorOf(errors.attributes)}
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

/** A list's error may sit at one of its items. */
function errorOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const message: unknown = Reflect.get(error, "message");
  if (typeof message === "string" && message !== "") return message;
  return Object.values(error)
    .map(errorOf)
    .find((inner) => inner !== undefined);
}

/** The form's field for a path of the API's body. */
function fieldOf(path: string): (typeof FIELDS)[number] | null {
  if (path.startsWith("emails")) return "otherEmails";
  if (path === "externalId") return "externalIds";
  return fieldAt(FIELDS, path);
}
