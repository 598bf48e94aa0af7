"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import { announce } from "@/components/live-regions";
import { SearchInput } from "@/components/search-input";
import { FieldSet } from "@/components/ui/field";
import { Radio } from "@/components/ui/radio-group";
import { readScopeOf, readScopesOf, scopesMissing } from "@/features/event-catalog/read-scopes";
import { useTypeGroups } from "@/features/event-types/hooks";
import { typesOf } from "@/features/event-types/type-groups";
import { cn } from "@/lib/cn";
import { SCOPES, type Scope } from "@/lib/scopes";
import { EventPickerGroup } from "./event-picker-group";
import { EVERY_EVENT, searchGroups, selectedTypes, setTypes, wildcardsOf } from "./event-selection";

interface EventPickerProps {
  /** Types and wildcards, as in `eventTypes` of a subscription. */
  value: string[];
  onChange(value: string[]): void;
  id?: string;
  error?: string | undefined;
  /** Set inside a disabled fieldset: without anything to focus a box could not be scrolled by keys, so the list is shown whole. */
  isDisabled?: boolean;
  /** What the reader may read; events that take more can be taken out, not put in. Left out, everything. */
  permissions?: readonly Scope[] | undefined;
}

/** Every event, or some of them: search, groups and their events. Arrow keys move, Space ticks, letters search. */
export function EventPicker({
  value,
  onChange,
  id,
  error,
  isDisabled = false,
  permissions = SCOPES,
}: EventPickerProps) {
  const isEvery = value.includes(EVERY_EVENT);
  const lacking = scopesMissing(readScopesOf([EVERY_EVENT]), permissions);
  const [chosen, setChosen] = useState<string[]>([]);
  const name = `${id ?? "events"}-mode`;

  function chooseEvery() {
    setChosen(value.filter((pattern) => pattern !== EVERY_EVENT));
    onChange([EVERY_EVENT]);
  }

  return (
    <FieldSet legend="Events" isLegendHidden {...(id ? { id } : {})} {...(error ? { error } : {})}>
      <Radio
        name={name}
        label="Choose events"
        checked={!isEvery}
        onChange={() => onChange(chosen)}
        hint="Only what the receiver acts on; less to send, less to read."
      />
      <Radio
        name={name}
        label="All events, including future ones"
        checked={isEvery}
        disabled={!isEvery && lacking.length > 0}
        onChange={chooseEvery}
        hint={
          lacking.length > 0
            ? `Needs ${lacking.join(", ")}, which you lack.`
            : "New event types of later versions are sent as well. The audit log is not among them: choose it by name."
        }
      />
      {!isEvery && (
        <EventList value={value} onChange={onChange} isDisabled={isDisabled} permissions={permissions} />
      )}
    </FieldSet>
  );
}

function EventList({
  value,
  onChange,
  isDisabled,
  permissions,
}: Pick<EventPickerProps, "value" | "onChange"> & { isDisabled: boolean; permissions: readonly Scope[] }) {
  const [query, setQuery] = useState("");
  const [current, setCurrent] = useState<string | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const allGroups = useTypeGroups();
  const allTypes = typesOf(allGroups);
  const groups = searchGroups(allGroups, query);
  const keys = groups.flatMap((group) => [group.id, ...typesOf([group])]);
  const active = current !== null && keys.includes(current) ? current : (keys[0] ?? null);
  const selectedCount = selectedTypes(value, allTypes).length;
  const wildcards = wildcardsOf(value);

  function set(types: string[], isSelected: boolean) {
    const next = setTypes(value, { types, isSelected, allTypes });
    onChange(next);
    announce(`${selectedTypes(next, allTypes).length} of ${allTypes.length} events chosen`);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the fields inside are the controls; this only moves between them.
    <div
      ref={root}
      className="flex flex-col gap-2"
      onKeyDown={(event) => root.current && moveByKey(event, root.current)}
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SearchInput
          value={query}
          onChange={setQuery}
          label="Search events"
          placeholder="Search by name or description"
        />
        <p className="text-sm text-muted-foreground tabular-nums">
          {selectedCount} of {allTypes.length}
          <span className="sr-only"> events chosen</span>
        </p>
      </div>
      <div
        className={cn(
          "flex flex-col rounded-lg border border-input bg-card",
          !isDisabled && "max-h-96 overflow-y-auto",
        )}
      >
        {groups.map((group) => (
          <EventPickerGroup
            key={group.id}
            group={group}
            patterns={value}
            missingScope={
              scopesMissing(
                group.types.slice(0, 1).map(({ type }) => readScopeOf(type)),
                permissions,
              )[0]
            }
            activeKey={active}
            onFocusItem={setCurrent}
            onSet={set}
          />
        ))}
        {groups.length === 0 && (
          <p className="px-3 py-6 text-center text-sm text-muted-foreground">No event matches “{query}”.</p>
        )}
      </div>
      <p className="text-sm text-muted-foreground">
        {wildcards.length > 0 && (
          <>
            <code className="font-mono text-xs text-foreground">{wildcards.join(", ")}</code> also covers
            events to come.{" "}
          </>
        )}
        <span className="max-md:hidden">Arrow keys move, Space ticks, letters search.</span>
      </p>
    </div>
  );
}

function moveByKey(event: KeyboardEvent<HTMLDivElement>, root: HTMLElement): void {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return;
  const items = [...root.querySelectorAll<HTMLElement>("[data-picker-item]:enabled")];
  const index = items.indexOf(event.target);
  if (items.length === 0 || (index === -1 && event.key !== "ArrowDown")) return;
  const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: items.length - 1 }[event.key];
  if (target !== undefined) {
    event.preventDefault();
    items[Math.min(items.length - 1, Math.max(0, target))]?.focus();
  } else if (event.key.length === 1 && event.key !== " ") {
    // The key press itself then lands in the search box.
    root.querySelector<HTMLInputElement>('input[type="search"]')?.focus();
  }
}
