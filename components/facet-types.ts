import type { ReactNode } from "react";

export interface FacetOption {
  value: string;
  label: string;
  count?: number | string;
  /** The heading it stands under. */
  group?: string;
}

interface FacetName {
  id: string;
  /** "Status". */
  label: string;
}

/** A choice of one or of several. */
export interface ChoiceFacet extends FacetName {
  options: readonly FacetOption[];
  /** What no choice is called, where only one can be chosen: "Any status". Without it several can. */
  any?: string;
  /** Chosen values; empty means any. */
  value: string[];
  onChange(value: string[]): void;
}

/** Words of the reader's own. */
export interface TextFacet extends FacetName {
  text: string;
  onText(text: string): void;
  hint?: string;
  maxLength: number;
  /** What is wrong with the text; null when nothing is. */
  problemOf?(text: string): string | null;
}

/** Set by a control of its own. */
export interface CustomFacet extends FacetName {
  control: ReactNode;
  /** What it is set to; null means any. */
  chip: string | null;
  onClear(): void;
}

/** One thing that a list can be filtered by. */
export type Facet = ChoiceFacet | TextFacet | CustomFacet;

/** What a facet is set to, in words; empty while it is not set. */
export function chosenLabels(facet: Facet): string[] {
  if ("control" in facet) return facet.chip === null ? [] : [facet.chip];
  if ("text" in facet) return facet.text === "" ? [] : [facet.text];
  return facet.value.map((value) => facet.options.find((option) => option.value === value)?.label ?? value);
}

export function clearFacet(facet: Facet): void {
  if ("control" in facet) facet.onClear();
  else if ("text" in facet) facet.onText("");
  else facet.onChange([]);
}
