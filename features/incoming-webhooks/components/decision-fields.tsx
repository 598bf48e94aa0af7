"use client";

import { useController, useFormContext, useWatch } from "react-hook-form";
import { FormSection } from "@/components/form-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { ON_CLOSED } from "@/db/enums";
import { ConditionRows } from "@/features/event-filter/condition-rows";
import type { IncomingFormValues } from "@/features/incoming-webhooks/form-values";
import { PRESETS } from "@/features/incoming-webhooks/presets/presets";
import { USUAL_RULES } from "@/features/incoming-webhooks/presets/usual-rules";
import { toRows, toRulesValues } from "@/features/incoming-webhooks/rule-values";
import { senderLabel } from "@/features/incoming-webhooks/sender-label";
import { ON_CLOSED_LABELS } from "@/features/organizations/on-closed-labels";
import { RuleFields } from "./rule-fields";
import { fieldId } from "./use-incoming-form";

/** Offers what makes one ticket of a sender's calls about one thing, while there are no rules yet. */
function UsualRules() {
  const { control, getValues, setValue } = useFormContext<IncomingFormValues>();
  const [scheme, rules, key] = useWatch({ control, name: ["signatureScheme", "rules", "correlationKey"] });
  const usual = USUAL_RULES[scheme];
  if (!usual || rules.length > 0 || key !== "") return null;

  function take(settings: NonNullable<typeof usual>) {
    const { onClosed: _, ...values } = toRulesValues({ ...settings, onClosed: null });
    const options = { shouldDirty: true };
    setValue("when", values.when, options);
    setValue("correlationKey", values.correlationKey, options);
    setValue("rules", values.rules, options);
    setValue("otherwise", values.otherwise, options);
    const mapping = PRESETS[scheme].example?.mapping;
    if (getValues("mapping").length === 0 && mapping) setValue("mapping", toRows(mapping), options);
  }

  return (
    <Button size="sm" className="self-start" onClick={() => take(usual)}>
      Use the usual rules of {senderLabel(scheme)}
    </Button>
  );
}

/** Which requests are acted on, by which rule, and how they find the ticket that they are about. */
export function DecisionFields({ pathsId }: { pathsId: string }) {
  const { control, register, formState } = useFormContext<IncomingFormValues>();
  const { field } = useController({ control, name: "when" });
  const { errors } = formState;
  return (
    <FormSection
      title="Rules"
      description="Which requests count, and how those about one thing find one ticket."
    >
      <UsualRules />
      <ConditionRows
        id={fieldId("when")}
        legend="Only when"
        hint="Any other request is answered and kept, and nothing is done."
        value={field.value}
        error={errors.when?.message}
        pathsId={pathsId}
        placeholder="issue.state"
        onChange={field.onChange}
      />
      <Field
        id={fieldId("correlationKey")}
        label="Same ticket for the same"
        hint="What the sender calls the thing, such as github:{{issue.id}}. The first request opens a ticket, later ones find it."
        error={errors.correlationKey?.message}
        isOptional
      >
        <Input
          list={pathsId}
          autoComplete="off"
          spellCheck={false}
          placeholder="{{issue.id}}"
          className="font-mono text-xs"
          {...register("correlationKey")}
        />
      </Field>
      <RuleFields pathsId={pathsId} />
      <Field
        id={fieldId("onClosed")}
        label="An answer to a ticket that is solved"
        error={errors.onClosed?.message}
      >
        <NativeSelect className="w-80 max-md:w-full" {...register("onClosed")}>
          <option value="">As the workspace has it</option>
          {ON_CLOSED.map((choice) => (
            <option key={choice} value={choice}>
              {ON_CLOSED_LABELS[choice]}
            </option>
          ))}
        </NativeSelect>
      </Field>
    </FormSection>
  );
}
