"use client";

import { NativeSelect } from "@/components/ui/native-select";
import { useMe } from "@/features/auth/hooks";
import { roleLabel } from "@/features/auth/role-label";
import type { User } from "@/features/members/schema";

interface HeirSelectProps {
  label: string;
  heirs: User[];
  value: number | null;
  onChange(heirId: number | null): void;
  /** What choosing nobody means. */
  nobody: string;
}

export function HeirSelect({ label, heirs, value, onChange, nobody }: HeirSelectProps) {
  const me = useMe();
  return (
    <NativeSelect
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onChange(Number(event.target.value) || null)}
    >
      <option value="">{nobody}</option>
      {heirs.map((heir) => (
        <option key={heir.id} value={heir.id}>
          {heir.name} ({heir.email}, {roleLabel(heir.role)}
          {heir.id === me?.user.id && ", you"})
        </option>
      ))}
    </NativeSelect>
  );
}
