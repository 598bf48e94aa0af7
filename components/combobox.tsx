"use client";

import { ChevronsUpDown } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { cn } from "@/lib/cn";
import { FLOATING_CLASSES } from "./ui/floating";
import { Input } from "./ui/input";

export interface ComboboxOption {
  id: string;
  label: string;
  /** A second line, to tell namesakes apart. */
  hint?: string | undefined;
}

interface ComboboxProps {
  /** What the closed field shows. */
  value: string;
  placeholder?: string;
  /** Null while the list is closed, empty while it is open and nothing was typed. */
  search: string | null;
  onSearchChange(search: string | null): void;
  options: ComboboxOption[];
  /** The options are not those of the present search yet. */
  isBusy: boolean;
  /** Below the options: that nothing matches, or what failed. */
  note?: string | undefined;
  onChoose(id: string): void;
}

/** A field that searches elsewhere and takes one of what was found. Put it into a Field. */
export function Combobox({ search, onSearchChange, options, isBusy, note, ...props }: ComboboxProps) {
  const listId = useId();
  const [activeId, setActiveId] = useState<string | null>(null);
  const isOpen = search !== null;
  const activeIndex = isOpen && !isBusy ? activeOption(options, activeId, search) : -1;
  const optionId = (index: number) => `${listId}-${index}`;

  function show(next: string | null) {
    setActiveId(null);
    onSearchChange(next);
  }

  function choose(option: ComboboxOption) {
    show(null);
    props.onChoose(option.id);
  }

  function move(step: 1 | -1) {
    if (options.length === 0) return;
    const from = activeIndex === -1 && step === -1 ? 0 : activeIndex;
    const index = (from + step + options.length) % options.length;
    setActiveId(options[index]?.id ?? null);
    document.getElementById(optionId(index))?.scrollIntoView({ block: "nearest" });
  }

  function onKeyDown(event: KeyboardEvent) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (isOpen) move(key === "ArrowDown" ? 1 : -1);
      else show("");
    } else if (isOpen && key === "Enter") {
      const option = options[activeIndex];
      if (option) choose(option);
    } else if (isOpen && key === "Escape") {
      event.stopPropagation();
      show(null);
    } else {
      return;
    }
    // A closed field leaves Enter to its form.
    if (isOpen || key !== "Enter") event.preventDefault();
  }

  return (
    <div className="relative">
      <Input
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={activeIndex === -1 ? undefined : optionId(activeIndex)}
        autoComplete="off"
        maxLength={120}
        className="truncate pr-8"
        placeholder={props.value || props.placeholder}
        value={search ?? props.value}
        onFocus={(event) => event.target.select()}
        onClick={() => !isOpen && show("")}
        onBlur={() => isOpen && show(null)}
        onChange={(event) => show(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <ChevronsUpDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-4 text-muted-foreground"
      />
      <div className={cn(FLOATING_CLASSES, "absolute inset-x-0 top-full z-40 mt-1 p-1", !isOpen && "hidden")}>
        <div
          id={listId}
          role="listbox"
          tabIndex={-1}
          aria-label="Suggestions"
          aria-busy={isBusy}
          // Taking the focus would close the list before the click arrives.
          onMouseDown={(event) => event.preventDefault()}
          className={cn("max-h-72 overflow-y-auto", isBusy && "opacity-60")}
        >
          {isOpen &&
            options.map((option, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: The field above has the focus and takes the keys.
              <div
                key={option.id}
                id={optionId(index)}
                role="option"
                tabIndex={-1}
                aria-selected={index === activeIndex}
                className="cursor-default rounded-md px-2 py-1.5 text-sm wrap-anywhere hover:bg-accent aria-selected:bg-selected"
                onClick={() => choose(option)}
              >
                {option.label}
                {option.hint && <span className="block text-muted-foreground">{option.hint}</span>}
              </div>
            ))}
        </div>
        <p role="status" className={note ? "px-2 py-1.5 text-sm text-muted-foreground" : "sr-only"}>
          {isOpen && (note ?? (isBusy ? "" : `${options.length} found`))}
        </p>
      </div>
    </div>
  );
}

/** The chosen one while it is there; who typed means the first match, who only opened the list means none yet. */
function activeOption(options: ComboboxOption[], activeId: string | null, search: string): number {
  const index = options.findIndex(({ id }) => id === activeId);
  return index === -1 && search.trim() !== "" && options.length > 0 ? 0 : index;
}
