"use client";

import { useController, useFormContext } from "react-hook-form";
import { FieldSet } from "@/components/ui/field";
import { Radio } from "@/components/ui/radio-group";
import { INCOMING_ACTIONS, type IncomingAction } from "@/db/enums";
import { followChoice, type IncomingFormValues } from "@/features/incoming-webhooks/form-values";
import { ACTION_LABELS } from "@/features/incoming-webhooks/labels";
import { samplePayload } from "@/features/incoming-webhooks/sample-payload";
import { fieldId } from "./use-incoming-form";

/** What each request does, with the payload that does it. Of a new webhook it also decides on the usual mapping; a stored one is left alone. */
export function ActionFields({ isNew }: { isNew: boolean }) {
  const { control, formState, getValues, setValue } = useFormContext<IncomingFormValues>();
  const { field } = useController({ control, name: "action" });

  function choose(action: IncomingAction) {
    const before = getValues();
    field.onChange(action);
    if (!isNew) return;
    setValue("mapping", followChoice(before, { ...before, action }).mapping, { shouldDirty: true });
  }

  return (
    <FieldSet legend="Each request will" id={fieldId("action")} error={formState.errors.action?.message}>
      {INCOMING_ACTIONS.map((action) => (
        <Radio
          key={action}
          isCard
          label={ACTION_LABELS[action].label}
          hint={ACTION_LABELS[action].hint}
          name={field.name}
          value={action}
          checked={field.value === action}
          onChange={() => choose(action)}
          onBlur={field.onBlur}
        >
          <code className="mt-1.5 block font-mono text-xs break-words whitespace-pre-wrap text-muted-foreground">
            {JSON.stringify(samplePayload({ scheme: "replify", action, mapping: {} }))}
          </code>
        </Radio>
      ))}
    </FieldSet>
  );
}
