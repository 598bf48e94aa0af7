"use client";

import { useFormContext } from "react-hook-form";
import { FormSection } from "@/components/form-section";
import { CheckboxField } from "@/components/ui/checkbox";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Radio } from "@/components/ui/radio-group";
import { OAUTH_CLIENT_TYPES, OAUTH_GRANTS, OAUTH_SCOPES } from "@/db/enums";
import type { ClientFormValues } from "@/features/oauth-clients/form-values";
import { GRANT_LABELS, SCOPE_LABELS, TYPE_LABELS } from "@/features/oauth-clients/labels";
import { LifetimeFields } from "./lifetime-fields";
import { RedirectUriFields } from "./redirect-uri-fields";
import { fieldId } from "./use-client-form";

/** The fields of an app; its type is chosen once. */
export function ClientFormFields({ isNew }: { isNew: boolean }) {
  return (
    <>
      <FormSection title="App" description="What customers read when they are asked for consent.">
        <NameFields />
        {isNew && <TypeField />}
      </FormSection>
      <FormSection title="Connecting" description="How customers connect it, and where they return to.">
        <GrantsField />
        <RedirectUriFields />
      </FormSection>
      <FormSection
        title="Access"
        description="The most it may do for a customer. It never gets access to the desk itself."
      >
        <ScopesField />
      </FormSection>
      <FormSection title="Lifetimes" description="How long tokens and connections last from now on.">
        <LifetimeFields />
      </FormSection>
    </>
  );
}

function NameFields() {
  const { register, formState } = useFormContext<ClientFormValues>();
  const { errors } = formState;
  return (
    <>
      <Field id={fieldId("name")} label="Name" error={errors.name?.message}>
        <Input {...register("name")} placeholder="Troubleshooter" autoComplete="off" />
      </Field>
      <Field
        id={fieldId("publisher")}
        label="Publisher"
        isOptional
        hint="Who is behind it."
        error={errors.publisher?.message}
      >
        <Input {...register("publisher")} autoComplete="off" />
      </Field>
    </>
  );
}

function TypeField() {
  const { register, formState } = useFormContext<ClientFormValues>();
  return (
    <FieldSet
      id={fieldId("type")}
      legend="Type"
      error={formState.errors.type?.message}
      className="grid gap-2 md:grid-cols-2"
    >
      {OAUTH_CLIENT_TYPES.map((type) => (
        <Radio key={type} isCard {...TYPE_LABELS[type]} {...register("type")} value={type} />
      ))}
    </FieldSet>
  );
}

function GrantsField() {
  const { register, formState } = useFormContext<ClientFormValues>();
  return (
    <FieldSet id={fieldId("grants")} legend="Ways to connect" error={formState.errors.grants?.message}>
      {OAUTH_GRANTS.map((grant) => (
        <CheckboxField key={grant} {...GRANT_LABELS[grant]} {...register("grants")} value={grant} />
      ))}
    </FieldSet>
  );
}

function ScopesField() {
  const { register, formState } = useFormContext<ClientFormValues>();
  return (
    <>
      <FieldSet id={fieldId("scopes")} legend="Scopes" error={formState.errors.scopes?.message}>
        {OAUTH_SCOPES.map((scope) => (
          <CheckboxField key={scope} {...SCOPE_LABELS[scope]} {...register("scopes")} value={scope} />
        ))}
      </FieldSet>
      <CheckboxField
        id={fieldId("firstParty")}
        label="First-party: may ask for the customer's password itself"
        hint="Only for an app of your own: customers sign in and register inside it, without a page of ours."
        {...register("firstParty")}
      />
    </>
  );
}
