"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { selectedTypes } from "@/features/event-types/event-selection";
import { useTypeGroups } from "@/features/event-types/hooks";
import { typesOf } from "@/features/event-types/type-groups";
import type { Subscription } from "@/features/subscriptions/schema";

interface SendTestFieldsProps {
  subscription: Subscription;
  type: string;
  onTypeChange(type: string): void;
  text: string;
  /** Null puts the sample back. */
  onTextChange(text: string | null): void;
  isEdited: boolean;
  isLoading: boolean;
  loadError: Error | null;
  error: string | null;
}

export function SendTestFields(props: SendTestFieldsProps) {
  const { subscription, type, text, onTextChange, isEdited, isLoading, loadError } = props;
  const groups = useTypeGroups();
  const allTypes = typesOf(groups);
  const subscribed = selectedTypes(subscription.eventTypes, allTypes);
  const [isAllWanted, setIsAllWanted] = useState(false);
  const isShowingAll = isAllWanted || subscribed.length === 0;
  return (
    <>
      <div className="flex flex-col gap-1">
        <Field label="Event">
          <NativeSelect value={type} onChange={(event) => props.onTypeChange(event.target.value)}>
            {subscribed.length > 0 && <EventOptions label="Subscribed" types={subscribed} />}
            {isShowingAll &&
              groups.map((group) => (
                <EventOptions
                  key={group.id}
                  label={group.label}
                  types={typesOf([group]).filter((one) => !subscribed.includes(one))}
                />
              ))}
          </NativeSelect>
        </Field>
        {subscribed.length > 0 && subscribed.length < allTypes.length && (
          <CheckboxField
            label="Show all events"
            checked={isShowingAll}
            onChange={(event) => {
              setIsAllWanted(event.target.checked);
              const [first] = subscribed;
              if (!event.target.checked && first && !subscribed.some((one) => one === type)) {
                props.onTypeChange(first);
              }
            }}
          />
        )}
      </div>
      <div className="flex flex-col gap-1.5">
        <Field label="Data (JSON)" error={props.error ?? loadError?.message}>
          <Textarea
            rows={8}
            spellCheck={false}
            autoComplete="off"
            className="max-h-52 font-mono text-xs"
            value={text}
            placeholder={isLoading ? "Loading the sample…" : ""}
            onChange={(event) => onTextChange(event.target.value)}
          />
        </Field>
        <Button
          variant="link"
          size="inline"
          className="self-start"
          disabled={!isEdited}
          onClick={() => onTextChange(null)}
        >
          Reset to sample
        </Button>
      </div>
    </>
  );
}

function EventOptions({ label, types }: { label: string; types: string[] }) {
  if (types.length === 0) return null;
  return (
    <optgroup label={label}>
      {types.map((type) => (
        <option key={type} value={type}>
          {type}
        </option>
      ))}
    </optgroup>
  );
}
