"use client";

import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, FieldSet } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { INCOMING_ACTIONS } from "@/db/enums";
import type { IncomingFormValues } from "@/features/incoming-webhooks/form-values";
import { ACTION_LABELS } from "@/features/incoming-webhooks/labels";
import { MAX_RULES } from "@/features/incoming-webhooks/limits";
import { newOutcome, newRule, type RuleValues } from "@/features/incoming-webhooks/rule-values";
import { OutcomeFields } from "./outcome-fields";
import { RuleCard } from "./rule-card";
import { fieldId } from "./use-incoming-form";

/** Rules in their order, and what is done where none fits. */
export function RuleFields({ pathsId }: { pathsId: string }) {
  const { control, formState } = useFormContext<IncomingFormValues>();
  const { field } = useController({ control, name: "rules" });
  const [open, setOpen] = useState<string | null>(null);
  const [news, setNews] = useState("");
  const addButton = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const rules = field.value;
  const errors = formState.errors.rules;

  function add() {
    const numbers = rules.map(({ id }) => Number(id.replace(/^new-/, "")) || 0);
    const rule = newRule(`new-${Math.max(0, ...numbers) + 1}`);
    field.onChange([...rules, rule]);
    setOpen(rule.id);
  }

  function move(index: number, by: -1 | 1) {
    const rule = rules[index];
    if (!rule || !rules[index + by]) return;
    field.onChange(rules.toSpliced(index, 1).toSpliced(index + by, 0, rule));
    setNews(`Rule moved to place ${index + by + 1} of ${rules.length}.`);
    const button = `[data-rule="${rule.id}"] [data-move="${by}"]`;
    // Moving its card took the focus away.
    requestAnimationFrame(() =>
      focusFirst(box.current, [button, `[data-rule="${rule.id}"] [aria-expanded]`]),
    );
  }

  return (
    <FieldSet
      legend="Rules"
      hint="The first rule that fits decides what is done, in place of the choice above. Each has the mapping below, and can add to it."
      id={fieldId("rules")}
    >
      <div ref={box} className="flex flex-col gap-2">
        {rules.map((rule, index) => (
          <RuleCard
            key={rule.id}
            rule={rule}
            index={index}
            count={rules.length}
            pathsId={pathsId}
            error={errors?.[index]?.message}
            isOpen={open === rule.id}
            onToggle={() => setOpen(open === rule.id ? null : rule.id)}
            onChange={(next: RuleValues) => field.onChange(rules.with(index, next))}
            onMove={(by) => move(index, by)}
            onRemove={() => {
              field.onChange(rules.toSpliced(index, 1));
              addButton.current?.focus();
            }}
          />
        ))}
      </div>
      <p aria-live="polite" className="sr-only">
        {news}
      </p>
      {rules.length < MAX_RULES && (
        <Button ref={addButton} size="sm" className="self-start" onClick={add}>
          <Plus aria-hidden />
          Add rule
        </Button>
      )}
      {rules.length > 0 && <OtherwiseField pathsId={pathsId} />}
    </FieldSet>
  );
}

function focusFirst(box: HTMLElement | null, selectors: string[]): void {
  for (const selector of selectors) {
    const found = box?.querySelector<HTMLButtonElement>(selector);
    if (!found || found.disabled) continue;
    found.focus();
    return;
  }
}

function OtherwiseField({ pathsId }: { pathsId: string }) {
  const { control, formState } = useFormContext<IncomingFormValues>();
  const { field } = useController({ control, name: "otherwise" });
  const otherwise = useWatch({ control, name: "otherwise" });
  const choice = (
    <Field id={fieldId("otherwise")} label="Where no rule fits" error={formState.errors.otherwise?.message}>
      <NativeSelect
        className="w-52 max-md:w-full"
        value={otherwise?.action ?? ""}
        onChange={(event) => {
          const action = INCOMING_ACTIONS.find((one) => one === event.target.value);
          field.onChange(action ? { ...(otherwise ?? newOutcome(action)), action } : null);
        }}
      >
        <option value="">Ignore the request</option>
        {INCOMING_ACTIONS.map((action) => (
          <option key={action} value={action}>
            {ACTION_LABELS[action].label}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
  if (otherwise === null) return choice;
  return (
    <FieldSet
      legend="Where no rule fits"
      isLegendHidden
      className="gap-4 rounded-lg border border-border p-3"
    >
      <OutcomeFields value={otherwise} onChange={field.onChange} pathsId={pathsId} choice={choice} />
    </FieldSet>
  );
}
