"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Time } from "@/components/time";
import { FieldSet } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { Radio } from "@/components/ui/radio-group";
import { useMe } from "@/features/auth/hooks";
import { roleLabel } from "@/features/auth/role-label";
import { CHOICE_LIMIT, usersQuery } from "@/features/team/hooks";
import type { User, UserDetail } from "@/features/team/schema";

export type Inheritance = { kind: "transfer"; heirId: number | null } | { kind: "revoke" };

interface InheritanceFieldsProps {
  user: User;
  activeTokens: number;
  tokens: UserDetail["tokens"];
  subscriptions: number;
  value: Inheritance;
  onChange(value: Inheritance): void;
}

/** What a leaving member owns, and what becomes of it. */
export function InheritanceFields({
  user,
  activeTokens,
  tokens,
  subscriptions,
  value,
  onChange,
}: InheritanceFieldsProps) {
  const name = useId();
  const isOneself = useMe()?.user.id === user.id;
  const unheired = isOneself ? "Nobody takes over" : "I take over";
  const people = useQuery(usersQuery({ limit: CHOICE_LIMIT, status: "active" })).data?.data ?? [];
  const heirs = people.filter((person) => person.id !== user.id);
  const owned = [counted(activeTokens, "active token"), counted(subscriptions, "event subscription")]
    .filter(Boolean)
    .join(" and ");
  return (
    <>
      <div className="text-sm">
        <p className="font-medium">
          {user.name} owns {owned}
        </p>
        {tokens && tokens.length > 0 && (
          <ul className="mt-1 max-h-32 list-disc overflow-y-auto pl-4 text-muted-foreground">
            {tokens.map((token) => (
              <li key={token.id} className="wrap-anywhere">
                {token.name},{" "}
                {token.lastUsedAt ? (
                  <>
                    used <Time value={token.lastUsedAt} />
                  </>
                ) : (
                  "never used"
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      <FieldSet legend="What happens to that?">
        <Radio
          name={name}
          label="Someone takes over"
          hint="Programs go on working, with the rights of the new owner."
          checked={value.kind === "transfer"}
          onChange={() => onChange({ kind: "transfer", heirId: null })}
        />
        {value.kind === "transfer" && (
          <NativeSelect
            aria-label="New owner"
            className="ml-8"
            value={value.heirId ?? ""}
            onChange={(event) => onChange({ kind: "transfer", heirId: Number(event.target.value) || null })}
          >
            <option value="">Choose a member</option>
            {heirs.map((heir) => (
              <option key={heir.id} value={heir.id}>
                {heir.name} ({heir.email}, {roleLabel(heir.role)})
              </option>
            ))}
          </NativeSelect>
        )}
        <Radio
          name={name}
          label={activeTokens > 0 ? "Revoke the tokens" : unheired}
          hint={[
            activeTokens > 0 && "Whatever still sends them is refused from its next call on.",
            isOneself ? "Event subscriptions stay in your name." : "Event subscriptions become yours.",
          ]
            .filter(Boolean)
            .join(" ")}
          checked={value.kind === "revoke"}
          onChange={() => onChange({ kind: "revoke" })}
        />
      </FieldSet>
    </>
  );
}

function counted(count: number, noun: string): string | null {
  if (count === 0) return null;
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
