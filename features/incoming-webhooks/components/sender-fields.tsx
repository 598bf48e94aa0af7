"use client";

import { useController, useFormContext, useWatch } from "react-hook-form";
import { CheckboxField } from "@/components/ui/checkbox";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { SignatureScheme } from "@/db/enums";
import { followChoice, type IncomingFormValues } from "@/features/incoming-webhooks/form-values";
import { PRESETS } from "@/features/incoming-webhooks/presets/presets";
import { senderLabel } from "@/features/incoming-webhooks/sender-label";
import { CREDENTIAL_WARNING } from "@/features/signatures/schemes/credential";
import { SCHEMES } from "@/features/signatures/schemes/schemes";
import { secretRemark, tidySecret } from "@/features/signatures/secret";
import { SenderPicker } from "./sender-picker";
import { SignatureFields } from "./signature-fields";
import { SignatureWarning } from "./signature-warning";
import { fieldId } from "./use-incoming-form";

/** Who signs, and with what. */
export function SenderFields({ isNew }: { isNew: boolean }) {
  const { control, formState, getValues, setValue } = useFormContext<IncomingFormValues>();
  const { field } = useController({ control, name: "signatureScheme" });
  const scheme = field.value;
  const { errors } = formState;

  function choose(chosen: SignatureScheme) {
    const before = getValues();
    field.onChange(chosen);
    if (!isNew) return;
    const { name, mapping } = followChoice(before, { ...before, signatureScheme: chosen });
    setValue("name", name, { shouldDirty: true });
    setValue("mapping", mapping, { shouldDirty: true });
  }

  return (
    <>
      <FieldSet legend="Who sends" id={fieldId("signatureScheme")} error={errors.signatureScheme?.message}>
        <SenderPicker name={field.name} value={scheme} onChange={choose} onBlur={field.onBlur} />
      </FieldSet>
      {scheme === "generic" && <SignatureFields />}
      <ChosenWarning />
      {isNew && <SecretField scheme={scheme} />}
      {scheme !== "generic" && SCHEMES[scheme].timestamp === "optional" && <TimestampField />}
    </>
  );
}

function ChosenWarning() {
  const { control } = useFormContext<IncomingFormValues>();
  const [scheme, type] = useWatch({ control, name: ["signatureScheme", "signature.type"] });
  const ofGeneric = type === "hmac" ? undefined : CREDENTIAL_WARNING;
  const warning = scheme === "generic" ? ofGeneric : SCHEMES[scheme].warning;
  return warning === undefined ? null : <SignatureWarning text={warning} />;
}

function SecretField({ scheme }: { scheme: SignatureScheme }) {
  const { control, register, formState } = useFormContext<IncomingFormValues>();
  const secret = useWatch({ control, name: "secret" });
  const { givesSecret } = PRESETS[scheme];
  const proof = scheme === "generic" ? "hmac" : SCHEMES[scheme].proof;
  const noun = proof === "ed25519" || proof === "ecdsa" ? "Public key" : "Signing secret";
  const remark = secret === "" ? null : secretRemark(tidySecret(secret));
  return (
    <Field
      id={fieldId("secret")}
      label={givesSecret ? `${noun} from ${senderLabel(scheme)}` : "Your own secret"}
      isOptional
      hint={
        givesSecret
          ? "Only requests signed with this secret are accepted. If the sender shows its secret only after it knows the URL, leave this empty now and rotate to that secret later."
          : "8 to 256 characters. Left empty, a random one is made."
      }
      error={formState.errors.secret?.message ?? remark ?? undefined}
    >
      <Input autoComplete="off" spellCheck={false} className="font-mono text-xs" {...register("secret")} />
    </Field>
  );
}

function TimestampField() {
  const { control, register } = useFormContext<IncomingFormValues>();
  const scheme = useWatch({ control, name: "signatureScheme" });
  const headers = scheme === "generic" ? {} : SCHEMES[scheme].recipe.headers;
  const header = Object.entries(headers).find(([, value]) => value === "{timestamp}")?.[0];
  return (
    <CheckboxField
      id={fieldId("requireTimestamp")}
      label="Require a signed timestamp"
      hint={`Requests without ${header ?? "a timestamp"} are rejected, so that nobody can record a request and send it again later.`}
      {...register("requireTimestamp")}
    />
  );
}
