"use client";

import type { FacetOption } from "./facet-types";
import { NativeSelect } from "./ui/native-select";

interface FilterSelectProps {
  label: string;
  /** What no choice is called. */
  any: string;
  options: FacetOption[];
  value: string;
  onChange(value: string): void;
  className?: string | undefined;
}

/** One choice of many in a FilterBar. */
export function FilterSelect({ label, any, options, value, onChange, className }: FilterSelectProps) {
  return (
    <NativeSelect
      aria-label={label}
      className={className}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </NativeSelect>
  );
}
