"use client";

import { X } from "lucide-react";

interface FilterChipsProps<Field extends string> {
  /** Those without a text are not set. */
  chips: { field: Field; label: string; text: string | null | undefined }[];
  onRemove(field: Field): void;
}

/** Filters that are set without a control of their own, each with a button that takes it back. */
export function FilterChips<Field extends string>({ chips, onRemove }: FilterChipsProps<Field>) {
  const set = chips.filter(({ text }) => text);
  if (set.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap gap-1.5">
      {set.map(({ field, label, text }) => (
        <li
          key={field}
          className="inline-flex h-6 max-w-full items-center rounded-md border border-border bg-selected pl-2 text-xs"
        >
          <span className="truncate">
            <span className="text-muted-foreground">{label}: </span>
            {text}
          </span>
          <button
            type="button"
            aria-label={`Remove the filter ${label}: ${text}`}
            className="ml-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-md hover:bg-accent"
            onClick={() => onRemove(field)}
          >
            <X aria-hidden className="size-3" />
          </button>
        </li>
      ))}
    </ul>
  );
}
