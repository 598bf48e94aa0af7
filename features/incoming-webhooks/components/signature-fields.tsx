"use client";

import dynamic from "next/dynamic";
import { useFormContext, useWatch } from "react-hook-form";
import { orLoadAgain } from "@/components/load-again";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import type { IncomingFormValues } from "@/features/incoming-webhooks/form-values";
import { signedTemplate } from "@/features/incoming-webhooks/signature-values";
import { GENERIC_LABELS } from "@/features/signatures/schemes/generic";
import { SIGNED_PARTS } from "@/lib/signed-parts";
import { fieldId } from "./use-incoming-form";

// It checks what is typed by the schema, which few forms need before they are sent.
const SignatureExplanation = dynamic(
  () =>
    orLoadAgain(() =>
      import("./signature-explanation").then(({ SignatureExplanation }) => SignatureExplanation),
    ),
  { loading: () => null },
);

const CODE_INPUT = { autoComplete: "off", spellCheck: false, className: "font-mono text-xs" } as const;

/** How a sender without a name proves itself, and what that comes to. */
export function SignatureFields() {
  const { register, control, formState } = useFormContext<IncomingFormValues>();
  const type = useWatch({ control, name: "signature.type" });
  const errors = formState.errors.signature;
  return (
    <div className="flex flex-col gap-4 rounded-lg border border-border p-4">
      <Field label="It proves itself by" id={fieldId("signature.type")}>
        <NativeSelect {...register("signature.type")}>
          {Object.entries(GENERIC_LABELS).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect>
      </Field>
      {type === "basic" && (
        <Field label="User name" id={fieldId("signature.username")} error={errors?.username?.message}>
          <Input {...CODE_INPUT} {...register("signature.username")} />
        </Field>
      )}
      {(type === "hmac" || type === "header") && (
        <Field
          label={type === "hmac" ? "Header with the signature" : "Header with the secret"}
          id={fieldId("signature.header")}
          error={errors?.header?.message}
        >
          <Input placeholder="X-Signature" {...CODE_INPUT} {...register("signature.header")} />
        </Field>
      )}
      {type === "hmac" && <HmacFields />}
      <SignatureExplanation />
    </div>
  );
}

function HmacFields() {
  const { register, control, formState } = useFormContext<IncomingFormValues>();
  const values = useWatch({ control, name: "signature" });
  const template = signedTemplate(values);
  const errors = formState.errors.signature;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Hash" id={fieldId("signature.algorithm")}>
          <NativeSelect {...register("signature.algorithm")}>
            <option value="sha256">SHA-256</option>
            <option value="sha1">SHA-1</option>
            <option value="sha512">SHA-512</option>
          </NativeSelect>
        </Field>
        <Field label="Written in" id={fieldId("signature.encoding")}>
          <NativeSelect {...register("signature.encoding")}>
            <option value="hex">Hex</option>
            <option value="base64">Base64</option>
          </NativeSelect>
        </Field>
        <Field label="Prefix" id={fieldId("signature.prefix")} isOptional error={errors?.prefix?.message}>
          <Input placeholder="sha256=" {...CODE_INPUT} {...register("signature.prefix")} />
        </Field>
      </div>
      <Field label="What is signed" id={fieldId("signature.signs")} error={errors?.signs?.message}>
        <NativeSelect {...register("signature.signs")}>
          {Object.entries(SIGNED_PARTS).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
          <option value="template">Something else</option>
        </NativeSelect>
      </Field>
      {values.signs === "template" && (
        <Field
          label="Template"
          id={fieldId("signature.template")}
          hint="{body}, {timestamp}, {id}, {url} and {method} stand for what came; all else is signed as it is."
          error={errors?.template?.message}
        >
          <Input {...CODE_INPUT} {...register("signature.template")} />
        </Field>
      )}
      {template.includes("{timestamp}") && (
        <Field
          label="Header with the time"
          id={fieldId("signature.timestampHeader")}
          hint="Unix seconds or milliseconds, or ISO 8601. Empty if it is t=… in the signature's header."
          isOptional
          error={errors?.timestampHeader?.message}
        >
          <Input placeholder="X-Timestamp" {...CODE_INPUT} {...register("signature.timestampHeader")} />
        </Field>
      )}
      <Field
        label="Header with the id"
        id={fieldId("signature.idHeader")}
        hint="By which its repeats are known."
        isOptional={!template.includes("{id}")}
        error={errors?.idHeader?.message}
      >
        <Input placeholder="X-Request-Id" {...CODE_INPUT} {...register("signature.idHeader")} />
      </Field>
    </>
  );
}
