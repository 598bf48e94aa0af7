"use client";

import { useState } from "react";
import { FieldSet } from "@/components/ui/field";
import { Radio } from "@/components/ui/radio-group";
import { onlyReads } from "@/features/tokens/access";
import type { Access } from "@/features/tokens/form-values";
import { type Scope, strongestScopes } from "@/lib/scopes";
import { ScopeMatrix } from "./scope-matrix";

interface AccessFieldProps {
  id: string;
  initialAccess: Access | null;
  held: Scope[];
  scopes: Scope[];
  onChange(scopes: Scope[]): void;
  error: string | undefined;
}

export function AccessField({ id, initialAccess, held, scopes, onChange, error }: AccessFieldProps) {
  const [access, setAccess] = useState(initialAccess);

  function choose(next: Access) {
    setAccess(next);
    // Custom starts from nothing, so that no right is granted by oversight.
    const granted = { full: strongestScopes(held), read: onlyReads(held), custom: [] };
    onChange(granted[next]);
  }

  const radio = (value: Access) => ({
    name: "access",
    isCard: true,
    checked: access === value,
    onChange: () => choose(value),
  });
  return (
    <div className="flex flex-col gap-3">
      <FieldSet
        id={id}
        legend="Access"
        hint="A token never does more than you may at that moment."
        error={error}
        className="grid gap-2 md:grid-cols-3"
      >
        <Radio {...radio("full")} label="Full" hint="Everything you may do." />
        <Radio {...radio("read")} label="Read only" hint="Everything you may see, no changes." />
        <Radio {...radio("custom")} label="Custom" hint="Choose for each resource." />
      </FieldSet>
      {access === "custom" && <ScopeMatrix held={held} scopes={scopes} onChange={onChange} />}
    </div>
  );
}
