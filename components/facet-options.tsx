"use client";

import { useState } from "react";
import type { Facet } from "./facet-types";
import { CheckboxField } from "./ui/checkbox";
import { FieldSet } from "./ui/field";
import { Input } from "./ui/input";

/** With more options than this a facet gets its own search. */
const SEARCH_FROM = 8;

export function FacetOptions({ facet, isLegendHidden = false }: { facet: Facet; isLegendHidden?: boolean }) {
  const [query, setQuery] = useState("");
  const needle = query.trim().toLowerCase();
  const options = facet.options.filter((option) => option.label.toLowerCase().includes(needle));

  function toggle(value: string, isOn: boolean) {
    facet.onChange(isOn ? [...facet.value, value] : facet.value.filter((other) => other !== value));
  }

  return (
    <FieldSet legend={facet.label} isLegendHidden={isLegendHidden} className="gap-0.5">
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
      {options.map((option) => (
        <CheckboxField
          key={option.value}
          checked={facet.value.includes(option.value)}
          onChange={(event) => toggle(option.value, event.target.checked)}
          label={
            <>
              {option.label}
              {option.count !== undefined && (
                <span className="text-muted-foreground tabular-nums">
                  {" "}
                  {option.count.toLocaleString("en-GB")}
                </span>
              )}
            </>
          }
        />
      ))}
      {options.length === 0 && (
        <p className="py-1 text-sm text-muted-foreground">Nothing matches “{query}”.</p>
      )}
    </FieldSet>
  );
}
