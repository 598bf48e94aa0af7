"use client";

import { Plus, Trash2 } from "lucide-react";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { SubscriptionFormValues } from "@/features/subscriptions/form-values";
import { fieldId } from "./use-subscription-form";

const MAX_HEADERS = 20;

/** Extra request headers. Stored ones are kept or replaced altogether: their values can't be read back. */
export function HeaderFields({ storedNames }: { storedNames: string[] }) {
  const { control, setValue } = useFormContext<SubscriptionFormValues>();
  const isReplacing = useWatch({ control, name: "isReplacingHeaders" });
  const setReplacing = (next: boolean) => setValue("isReplacingHeaders", next, { shouldDirty: true });
  return (
    <FieldSet
      legend="Custom headers"
      hint="Sent with every delivery, for example a credential of the receiver. Values are stored encrypted and not shown again."
    >
      {isReplacing ? (
        <HeaderRows />
      ) : (
        <p className="text-sm">
          <span className="font-mono text-xs">{storedNames.join(", ")}</span>{" "}
          <span className="text-muted-foreground">(values hidden)</span>
        </p>
      )}
      {storedNames.length > 0 && (
        <Button size="sm" className="self-start" onClick={() => setReplacing(!isReplacing)}>
          {isReplacing ? `Keep the stored headers: ${storedNames.join(", ")}` : "Replace headers"}
        </Button>
      )}
    </FieldSet>
  );
}

function HeaderRows() {
  const { control, register, formState } = useFormContext<SubscriptionFormValues>();
  const rows = useFieldArray({ control, name: "headers" });
  return (
    <>
      {rows.fields.map((row, index) => (
        <div key={row.id} className="flex items-start gap-2 max-md:flex-wrap">
          <Field
            id={fieldId(`headers.${index}.name`)}
            label={`Header ${index + 1} name`}
            isLabelHidden
            className="w-56 max-md:w-full"
            error={formState.errors.headers?.[index]?.name?.message}
          >
            <Input
              placeholder="X-Api-Key"
              autoComplete="off"
              spellCheck={false}
              {...register(`headers.${index}.name`)}
            />
          </Field>
          <Field label={`Header ${index + 1} value`} isLabelHidden className="min-w-0 flex-1">
            <Input
              placeholder="Value"
              autoComplete="off"
              spellCheck={false}
              {...register(`headers.${index}.value`)}
            />
          </Field>
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Remove header ${index + 1}`}
            onClick={() => rows.remove(index)}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      {rows.fields.length < MAX_HEADERS && (
        <Button size="sm" className="self-start" onClick={() => rows.append({ name: "", value: "" })}>
          <Plus aria-hidden />
          Add header
        </Button>
      )}
    </>
  );
}
