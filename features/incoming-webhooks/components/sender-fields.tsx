"use client";

import { useController, useFormContext } from "react-hook-form";
import { CheckboxField } from "@/components/ui/checkbox";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Radio } from "@/components/ui/radio-group";
import { SIGNATURE_SCHEMES, type SignatureScheme } from "@/db/enums";
import { followChoice, type IncomingFormValues } from "@/features/incoming-webhooks/form-values";
import { PRESETS } from "@/features/incoming-webhooks/presets/presets";
import { SCHEMES } from "@/features/signatures/schemes/schemes";
import { fieldId } from "./use-incoming-form";

/** Those that are known by name first. */
const SENDERS = SIGNATURE_SCHEMES.toSorted(
  (a, b) => Number(PRESETS[b].example !== null) - Number(PRESETS[a].example !== null),
);

/** Who signs, and with what. */
export function SenderFields({ isNew }: { isNew: boolean }) {
  const { control, register, formState, getValues, setValue } = useFormContext<IncomingFormValues>();
  const { field } = useController({ control, name: "signatureScheme" });
  const { givesSecret } = PRESETS[field.value];
  const { timestamp } = SCHEMES[field.value];
  const { errors } = formState;

  function choose(scheme: SignatureScheme) {
    const before = getValues();
    field.onChange(scheme);
    if (!isNew) return;
    const { name, mapping } = followChoice(before, { ...before, signatureScheme: scheme });
    setValue("name", name, { shouldDirty: true });
    setValue("mapping", mapping, { shouldDirty: true });
  }

  return (
    <>
      <FieldSet
        legend="Signature scheme"
        id={fieldId("signatureScheme")}
        error={errors.signatureScheme?.message}
      >
        {SENDERS.map((scheme) => (
          <Radio
            key={scheme}
            label={SCHEMES[scheme].label}
            hint={PRESETS[scheme].description}
            name={field.name}
            value={scheme}
            checked={field.value === scheme}
            onChange={() => choose(scheme)}
            onBlur={field.onBlur}
          />
        ))}
      </FieldSet>
      {isNew && (
        <Field
          id={fieldId("secret")}
          label={givesSecret ? `Signing secret from ${SCHEMES[field.value].label}` : "Your own secret"}
          isOptional
          hint={
            givesSecret
              ? "Only requests signed with this secret are accepted. If the sender shows its secret only after it knows the URL, leave this empty now and rotate to that secret later."
              : "8 to 256 characters. Left empty, a random one is made."
          }
          error={errors.secret?.message}
        >
          <Input
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-xs"
            {...register("secret")}
          />
        </Field>
      )}
      {timestamp === "optional" && <TimestampField />}
    </>
  );
}

function TimestampField() {
  const { register } = useFormContext<IncomingFormValues>();
  return (
    <CheckboxField
      id={fieldId("requireTimestamp")}
      label="Require a signed timestamp"
      hint="Requests without X-Replify-Timestamp are rejected, so that nobody can record a request and send it again later."
      {...register("requireTimestamp")}
    />
  );
}
