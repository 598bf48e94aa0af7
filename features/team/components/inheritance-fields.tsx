"use client";

import { useId } from "react";
import { OVERLAP_CHOICES } from "@/components/rotate-dialog";
import { Time } from "@/components/time";
import { Field, FieldSet } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { Radio } from "@/components/ui/radio-group";
import type { User } from "@/features/members/schema";
import type { UserDetail } from "@/features/team/schema";
import { DEFAULT_OVERLAP_SECONDS } from "@/lib/overlap-seconds";
import { HeirSelect } from "./new-owner-select";
import { useHeirs } from "./use-new-owners";

/** An heir of undefined stands for the default, whoever does it. */
export type Inheritance =
  | { kind: "transfer"; heirId: number | null | undefined; overlapSeconds: number }
  | { kind: "revoke" };

export const FULL_INHERITANCE: Inheritance = {
  kind: "transfer",
  heirId: undefined,
  overlapSeconds: DEFAULT_OVERLAP_SECONDS,
};

const OVERLAPS = [{ seconds: 0, label: "No time: end them at once" }, ...OVERLAP_CHOICES];

interface InheritanceFieldsProps {
  user: User;
  isOneself: boolean;
  activeTokens: number;
  tokens: UserDetail["tokens"];
  subscriptions: number;
  value: Inheritance;
  onChange(value: Inheritance): void;
}

/** What a leaving member owns, and what becomes of it. */
export function InheritanceFields(props: InheritanceFieldsProps) {
  const { user, isOneself, activeTokens, tokens, subscriptions, value, onChange } = props;
  const name = useId();
  const { heirs, defaultId } = useHeirs(user);
  const unheired = isOneself ? "Nobody takes over" : "I take over";
  const owned = [counted(activeTokens, "active token"), counted(subscriptions, "event subscription")]
    .filter(Boolean)
    .join(" and ");
  return (
    <>
      <div className="text-sm">
        <p className="font-medium">
          {user.name} owns {owned}
        </p>
        <OwnedTokens tokens={tokens} />
      </div>
      <FieldSet legend="Who takes these over?">
        <Radio
          name={name}
          label="Someone takes over"
          hint="Programs keep working, with the rights of the new owner."
          checked={value.kind === "transfer"}
          onChange={() => onChange(FULL_INHERITANCE)}
        />
        {value.kind === "transfer" && (
          <div className="ml-8 flex flex-col gap-3">
            <HeirSelect
              label="New owner"
              heirs={heirs}
              value={value.heirId === undefined ? defaultId : value.heirId}
              onChange={(heirId) => onChange({ ...value, heirId })}
              nobody="Choose a member"
            />
            {activeTokens > 0 && (
              <Field
                label="Keep the secrets that they know working for"
                hint="The new owner sees each new secret once, on the Tokens page. Nobody else does."
              >
                <NativeSelect
                  value={value.overlapSeconds}
                  onChange={(event) => onChange({ ...value, overlapSeconds: Number(event.target.value) })}
                >
                  {OVERLAPS.map(({ seconds, label }) => (
                    <option key={seconds} value={seconds}>
                      {label}
                    </option>
                  ))}
                </NativeSelect>
              </Field>
            )}
          </div>
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

function OwnedTokens({ tokens = [] }: { tokens: UserDetail["tokens"] }) {
  if (tokens.length === 0) return null;
  return (
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
  );
}

function counted(count: number, noun: string): string | null {
  if (count === 0) return null;
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
