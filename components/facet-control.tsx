"use client";

import { type FormEvent, useId, useState } from "react";
import { foldText } from "@/lib/fold-text";
import { formatCount } from "@/lib/format-number";
import type { ChoiceFacet, Facet, FacetOption, TextFacet } from "./facet-types";
import { Button } from "./ui/button";
import { CheckboxField } from "./ui/checkbox";
import { Field, FieldSet } from "./ui/field";
import { Input } from "./ui/input";
import { Radio } from "./ui/radio-group";

/** With more options than this a facet gets its own search. */
const SEARCH_FROM = 8;

export function FacetControl({ facet }: { facet: Facet }) {
  if ("control" in facet) return facet.control;
  // What was typed and not applied goes when the filter changes elsewhere.
  if ("text" in facet) return <TextControl key={facet.text} facet={facet} />;
  return <ChoiceControl facet={facet} />;
}

function ChoiceControl({ facet }: { facet: ChoiceFacet }) {
  const name = useId();
  const [query, setQuery] = useState("");
  const needle = foldText(query.trim());
  const options = facet.options.filter((option) => foldText(option.label).includes(needle));
  return (
    <FieldSet legend={facet.label} className="gap-0.5">
      {facet.options.length > SEARCH_FROM && (
        <Input
          type="search"
          aria-label={`Find in ${facet.label.toLowerCase()}`}
          placeholder="Find…"
          value={query}
          className="mb-1"
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      {facet.any !== undefined && needle === "" && (
        <Radio
          name={name}
          label={facet.any}
          checked={facet.value.length === 0}
          onChange={() => facet.onChange([])}
        />
      )}
      {options.map((option, index) => (
        <div key={option.value}>
          {option.group !== undefined && option.group !== options[index - 1]?.group && (
            <p className="pt-2 pb-0.5 text-xs font-medium text-muted-foreground">{option.group}</p>
          )}
          <Choice facet={facet} option={option} name={name} />
        </div>
      ))}
      {options.length === 0 && (
        <p className="py-1 text-sm text-muted-foreground">Nothing matches “{query}”.</p>
      )}
    </FieldSet>
  );
}

function Choice({ facet, option, name }: { facet: ChoiceFacet; option: FacetOption; name: string }) {
  const { value, count } = option;
  const isChosen = facet.value.includes(value);
  const label = (
    <span className="wrap-anywhere">
      {option.label}
      {count !== undefined && (
        <span className="text-muted-foreground tabular-nums">
          {" "}
          {typeof count === "number" ? formatCount(count) : count}
        </span>
      )}
    </span>
  );
  if (facet.any !== undefined) {
    return <Radio name={name} label={label} checked={isChosen} onChange={() => facet.onChange([value])} />;
  }
  return (
    <CheckboxField
      label={label}
      checked={isChosen}
      onChange={() =>
        facet.onChange(isChosen ? facet.value.filter((other) => other !== value) : [...facet.value, value])
      }
    />
  );
}

function TextControl({ facet }: { facet: TextFacet }) {
  const [text, setText] = useState(facet.text);
  const [error, setError] = useState<string | null>(null);

  function apply(event: FormEvent) {
    event.preventDefault();
    const words = text.trim();
    const problem = words === "" ? null : (facet.problemOf?.(words) ?? null);
    setError(problem);
    if (problem === null) facet.onText(words);
  }

  return (
    <form noValidate className="flex flex-col gap-3" onSubmit={apply}>
      <Field label={facet.label} hint={facet.hint} error={error} isOptional>
        <Input
          value={text}
          maxLength={facet.maxLength}
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
            setError(null);
          }}
        />
      </Field>
      <Button type="submit" className="self-start">
        Apply
      </Button>
    </form>
  );
}
