"use client";

import { useId } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { AdvancedFields } from "@/components/advanced-fields";
import { FormSection } from "@/components/form-section";
import { formatBytes } from "@/components/format-bytes";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import {
  ADVANCED_FIELDS,
  hasAdvancedValues,
  type IncomingFormValues,
  opensTickets,
  toRate,
} from "@/features/incoming-webhooks/form-values";
import { queueBudget } from "@/features/incoming-webhooks/queue-budget";
import { formatCount } from "@/lib/format-number";
import { ActionFields } from "./action-fields";
import { DecisionFields } from "./decision-fields";
import { DefaultFields } from "./default-fields";
import { MappingFields } from "./mapping-fields";
import { SenderFields } from "./sender-fields";
import { fieldId } from "./use-incoming-form";

const BODY_LIMITS = [1, 2, 5, 10, 25].map((mebibytes) => mebibytes * 1024 * 1024);

function BodyLimitSelect() {
  const { register, getValues } = useFormContext<IncomingFormValues>();
  const limits = [...new Set([...BODY_LIMITS, Number(getValues("maxBodyBytes"))])].toSorted((a, b) => a - b);
  return (
    <NativeSelect {...register("maxBodyBytes")}>
      {limits.map((bytes) => (
        <option key={bytes} value={bytes}>
          {formatBytes(bytes)}
        </option>
      ))}
    </NativeSelect>
  );
}

function RateField() {
  const { register, control, formState } = useFormContext<IncomingFormValues>();
  const typed = useWatch({ control, name: "ratePerMinute" });
  const ratePerMinute = toRate(typed);
  const room =
    ratePerMinute > 0 ? `up to ${formatCount(queueBudget({ ratePerMinute }))}` : "as long as there is room";
  return (
    <Field
      id={fieldId("ratePerMinute")}
      label="Requests per minute"
      hint={`So many are processed. Signed ones beyond that wait in line, ${room}; then the answer is 429, with the time to wait.`}
      error={formState.errors.ratePerMinute?.message}
    >
      <Input inputMode="numeric" autoComplete="off" className="w-32" {...register("ratePerMinute")} />
    </Field>
  );
}

interface IncomingFormFieldsProps {
  isNew: boolean;
  /** Of one that is there, whose requests the mapping can be tried on. */
  webhookId?: string;
}

/** Every section of the form; create and edit differ only in the secret. */
export function IncomingFormFields({ isNew, webhookId }: IncomingFormFieldsProps) {
  const { register, control, formState } = useFormContext<IncomingFormValues>();
  const hasDefaults = opensTickets(useWatch({ control, compute: (values) => values }));
  const { errors } = formState;
  const isFilled = hasAdvancedValues(useWatch({ control, compute: (values) => values }));
  const pathsId = useId();
  const advanced = (
    <>
      <DecisionFields pathsId={pathsId} />
      <FormSection
        title="Payload"
        description="Without a mapping the payload has the fields of the action itself. A mapping reads them from a payload of the sender's own shape."
      >
        <MappingFields pathsId={pathsId} webhookId={webhookId} />
      </FormSection>
      {hasDefaults && (
        <FormSection title="Defaults" description="For what the payload leaves out.">
          <DefaultFields />
        </FormSection>
      )}
      <FormSection title="Limits" description="Where requests may come from, and how many.">
        <Field
          id={fieldId("allowList")}
          label="Allowed networks"
          hint="One address or network per line, IPv4 or IPv6. Requests from elsewhere are refused; empty allows every address."
          error={errors.allowList?.message}
          isOptional
        >
          <Textarea
            rows={3}
            placeholder={"203.0.113.7\n10.0.0.0/8"}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            {...register("allowList")}
          />
        </Field>
        <RateField />
        <Field
          id={fieldId("maxBodyBytes")}
          label="Largest body"
          hint="A larger one is refused. If its signature is right it is kept, and can be accepted after this was raised."
          error={errors.maxBodyBytes?.message}
        >
          <BodyLimitSelect />
        </Field>
      </FormSection>
    </>
  );
  return (
    <>
      <FormSection
        title="Sender"
        description="Who sends to it. Each request is checked by its signature over the bytes as they came: the URL alone would let anybody open tickets."
      >
        <SenderFields isNew={isNew} />
      </FormSection>
      <FormSection title="Purpose" description="What it is called, and what comes of each request.">
        <Field id={fieldId("name")} label="Name" hint="Who sends to it." error={errors.name?.message}>
          <Input autoComplete="off" placeholder="Crash reporter" {...register("name")} />
        </Field>
        <ActionFields isNew={isNew} />
      </FormSection>
      {isNew ? (
        <AdvancedFields<IncomingFormValues>
          summary="Rules, mapping of the payload, defaults and limits"
          fields={ADVANCED_FIELDS}
          isFilled={isFilled}
        >
          {advanced}
        </AdvancedFields>
      ) : (
        advanced
      )}
    </>
  );
}
