"use client";

import { ArrowDown, ArrowUp, ChevronDown, CircleAlert, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ConditionRows } from "@/features/event-filter/condition-rows";
import { describeFilter } from "@/features/event-filter/describe";
import { toFilter } from "@/features/event-filter/rows";
import { ACTION_LABELS } from "@/features/incoming-webhooks/labels";
import type { RuleValues } from "@/features/incoming-webhooks/rule-values";
import { OutcomeFields } from "./outcome-fields";
import { fieldId } from "./use-incoming-form";

interface RuleCardProps {
  rule: RuleValues;
  index: number;
  count: number;
  pathsId: string;
  error: string | undefined;
  isOpen: boolean;
  onToggle(): void;
  onChange(rule: RuleValues): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}

/** One rule: a line that says what it does, with the rest folded. */
export function RuleCard({ rule, index, count, pathsId, error, isOpen, onToggle, ...on }: RuleCardProps) {
  const name = rule.name.trim() || `Rule ${index + 1}`;
  const id = fieldId(`rules.${index}`);
  const filter = toFilter(rule.when);
  return (
    <div data-rule={rule.id} className="rounded-lg border border-border bg-card">
      <div className="flex items-center gap-1 p-1.5">
        <button
          type="button"
          id={id}
          aria-expanded={isOpen}
          aria-describedby={error ? `${id}-error` : undefined}
          aria-controls={`${id}-body`}
          onClick={onToggle}
          className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left text-sm hover:bg-accent"
        >
          <ChevronDown aria-hidden className={`size-4 shrink-0 ${isOpen ? "" : "-rotate-90"}`} />
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            <span className="font-medium">{name}</span>
            <span className="min-w-0 text-muted-foreground wrap-anywhere">
              {filter ? `When ${describeFilter(filter)}` : "No conditions yet"} →{" "}
              {ACTION_LABELS[rule.action].label}
            </span>
          </span>
        </button>
        <Button
          variant="ghost"
          size="icon"
          data-move="-1"
          disabled={index === 0}
          aria-label={`Move ${name} up`}
          onClick={() => on.onMove(-1)}
        >
          <ArrowUp aria-hidden />
        </Button>
        <Button
          variant="ghost"
          size="icon"
          data-move="1"
          disabled={index === count - 1}
          aria-label={`Move ${name} down`}
          onClick={() => on.onMove(1)}
        >
          <ArrowDown aria-hidden />
        </Button>
        <Button variant="ghost" size="icon" aria-label={`Remove ${name}`} onClick={on.onRemove}>
          <Trash2 aria-hidden />
        </Button>
      </div>
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 px-3 pb-2 text-sm text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
      {isOpen && (
        <div id={`${id}-body`} className="flex flex-col gap-4 border-t border-border p-3">
          <Field label="Name" isOptional>
            <Input
              autoComplete="off"
              placeholder={`Rule ${index + 1}`}
              value={rule.name}
              onChange={(event) => on.onChange({ ...rule, name: event.target.value })}
            />
          </Field>
          <ConditionRows
            id={`${id}-when`}
            legend="When"
            value={rule.when}
            pathsId={pathsId}
            placeholder="action"
            onChange={(when) => on.onChange({ ...rule, when })}
          />
          <OutcomeFields
            value={rule}
            onChange={(outcome) => on.onChange({ ...rule, ...outcome })}
            pathsId={pathsId}
          />
        </div>
      )}
    </div>
  );
}
