"use client";

import { FilterBar } from "@/components/filter-bar";
import { FilterSelect } from "@/components/filter-select";
import type { ListSearchState } from "@/components/use-list-search";
import { useMe } from "@/features/auth/hooks";
import { TOKEN_STATUSES } from "@/features/tokens/schema";
import type { tokenSearchParams } from "@/features/tokens/search-params";
import { SCOPES } from "@/lib/scopes";
import { STATUS_LABELS } from "./token-status";

interface TokenFilterBarProps {
  list: ListSearchState<typeof tokenSearchParams>;
  /** The people who have a token. */
  owners: { id: number; name: string }[];
}

export function TokenFilterBar({ list, owners }: TokenFilterBarProps) {
  const myId = useMe()?.user.id;
  const others = owners.filter(({ id }) => id !== myId);
  return (
    <FilterBar search={{ label: "Search by name", ...list.text("q") }} onClearAll={list.onClearAll}>
      <FilterSelect
        label="Status"
        any="Any status"
        className="max-w-44"
        options={TOKEN_STATUSES.map((value) => ({ value, label: STATUS_LABELS[value] }))}
        {...list.select("status")}
      />
      <FilterSelect
        label="Owner"
        any="Any owner"
        className="max-w-44"
        options={[
          { value: "me", label: "Me" },
          ...others.map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
        {...list.select("owner")}
      />
      <FilterSelect
        label="Scope"
        any="Any scope"
        className="max-w-44"
        options={SCOPES.map((value) => ({ value, label: value }))}
        {...list.select("scope")}
      />
      <FilterSelect
        label="Use"
        any="Used or not"
        className="max-w-44"
        options={[{ value: "true", label: "Unused" }]}
        {...list.select("unused")}
      />
    </FilterBar>
  );
}
