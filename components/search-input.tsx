"use client";

import { Search, X } from "lucide-react";
import { useRef } from "react";
import { Input } from "./ui/input";

interface SearchInputProps {
  value: string;
  onChange(value: string): void;
  label: string;
  placeholder?: string;
}

/** The key `/` focuses the first of these in main. */
export function SearchInput({ value, onChange, label, placeholder }: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="relative w-64 min-w-32 max-md:flex-1 lg:shrink-0">
      <Search
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-muted-foreground"
      />
      <Input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        maxLength={200}
        className="px-8 [&::-webkit-search-cancel-button]:hidden"
        onChange={(event) => onChange(event.target.value)}
      />
      {value !== "" && (
        <button
          type="button"
          aria-label="Clear search"
          className="absolute inset-y-0 right-1 my-auto inline-flex size-6 items-center justify-center rounded-sm text-muted-foreground hover:bg-accent"
          onClick={() => {
            onChange("");
            input.current?.focus();
          }}
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
