"use client";

import { useQuery } from "@tanstack/react-query";
import { type ComponentProps, useState } from "react";
import { Combobox, type ComboboxOption } from "@/components/combobox";
import { Field } from "@/components/ui/field";
import { customersQuery } from "@/features/customers/hooks";
import type { CustomerRef, CustomerSummary } from "@/features/customers/schema";
import { customerLabel } from "./customer-name";

const SHOWN = 7;
const SEARCH_FROM_LENGTH = 2;
const NOBODY: ComboboxOption = { id: "nobody", label: "No customer" };

interface CustomerPickerProps extends Omit<ComponentProps<typeof Field>, "children"> {
  value: CustomerRef | null;
  onChange(customer: CustomerRef | null): void;
  placeholder?: string;
  /** Offers what was typed as somebody new. */
  onNew?(text: string): void;
}

/** Finds a customer by name, address or external id; opened without typing it shows the newest. */
export function CustomerPicker({ value, onChange, onNew, placeholder, ...field }: CustomerPickerProps) {
  const [search, setSearch] = useState<string | null>(null);
  const text = search?.trim() ?? "";
  const q = text.length >= SEARCH_FROM_LENGTH ? text : undefined;
  const { data, error, isPlaceholderData } = useQuery({
    ...customersQuery({ limit: SHOWN, ...(q && { q }) }),
    enabled: search !== null,
    retry: false,
  });
  const found = data?.data ?? [];
  const isBusy = error === null && (!data || isPlaceholderData);
  const isNewOffered = onNew !== undefined && q !== undefined && !isBusy;
  const options = [
    ...(value && text === "" ? [NOBODY] : []),
    ...found.map(toOption),
    ...(isNewOffered ? [{ id: "new", label: `Add “${q}” as a new customer` }] : []),
  ];

  function choose(id: string) {
    if (id === "new") return onNew?.(text);
    const { name = null, email = null } = found.find((one) => one.id === id) ?? {};
    onChange(id === NOBODY.id ? null : { id, name, email });
  }

  return (
    <Field {...field}>
      <Combobox
        value={value ? customerLabel(value) : ""}
        placeholder={placeholder ?? "Search by name or email"}
        search={search}
        onSearchChange={setSearch}
        options={options}
        isBusy={isBusy}
        note={error?.message ?? noteOf(found.length, isBusy)}
        onChoose={choose}
      />
    </Field>
  );
}

function noteOf(count: number, isBusy: boolean): string | undefined {
  if (count > 0) return undefined;
  return isBusy ? "Searching…" : "No customer matches.";
}

function toOption({ id, name, email, externalIds }: CustomerSummary): ComboboxOption {
  return { id, label: customerLabel({ name, email }), hint: (name && email) ?? externalIds[0] };
}
