"use client";

import { FilterBar } from "@/components/filter-bar";
import { NativeSelect } from "@/components/ui/native-select";
import { useMe } from "@/features/auth/hooks";
import { TOKEN_STATUSES } from "@/features/tokens/schema";
import { tokenSearchParams } from "@/features/tokens/search-params";
import { SCOPES } from "@/lib/scopes";
import { STATUS_LABELS } from "./token-status";
import type { useTokenSearch } from "./use-token-search";

interface TokenFilterBarProps {
  list: ReturnType<typeof useTokenSearch>;
  /** The people who have a token. */
  owners: { id: number; name: string }[];
}

export function TokenFilterBar({ list, owners }: TokenFilterBarProps) {
  const { search, setFilters, isFiltered, clear } = list;
  const { status, owner, scope, unused } = tokenSearchParams;
  const myId = useMe()?.user.id;
  const others = owners.filter(({ id }) => id !== myId);
  return (
    <FilterBar
      search={{
        label: "Search by name",
        value: search.q ?? "",
        onChange: (q) => setFilters({ q: q === "" ? null : q }, "replace"),
      }}
      onClearAll={isFiltered ? clear : undefined}
    >
      <Select
        label="Status"
        any="Any status"
        value={search.status}
        options={TOKEN_STATUSES.map((one) => ({ value: one, label: STATUS_LABELS[one] }))}
        onChange={(text) => setFilters({ status: status.parse(text) })}
      />
      <Select
        label="Owner"
        any="Any owner"
        value={search.owner}
        options={[
          { value: "me", label: "Me" },
          ...others.map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
        onChange={(text) => setFilters({ owner: owner.parse(text) })}
      />
      <Select
        label="Scope"
        any="Any scope"
        value={search.scope}
        options={SCOPES.map((one) => ({ value: one, label: one }))}
        onChange={(text) => setFilters({ scope: scope.parse(text) })}
      />
      <Select
        label="Use"
        any="Used or not"
        value={search.unused}
        options={[{ value: "true", label: "Unused" }]}
        onChange={(text) => setFilters({ unused: unused.parse(text) })}
      />
    </FilterBar>
  );
}

interface SelectProps {
  label: string;
  /** What no choice means. */
  any: string;
  value: string | number | null;
  options: { value: string; label: string }[];
  onChange(value: string): void;
}

function Select({ label, any, value, options, onChange }: SelectProps) {
  return (
    <NativeSelect
      aria-label={label}
      className="max-w-44"
      value={value ?? ""}
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
