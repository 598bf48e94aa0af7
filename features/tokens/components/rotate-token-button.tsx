"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { FieldSet } from "@/components/ui/field";
import { Radio } from "@/components/ui/radio-group";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { rotateTokenEndpoint } from "@/features/tokens/contract";
import { useRotateToken } from "@/features/tokens/hooks";
import type { CreatedToken, Token } from "@/features/tokens/schema";
import { DEFAULT_OVERLAP_SECONDS } from "@/lib/overlap";

const OVERLAPS = [
  { seconds: 3_600, label: "1 hour" },
  { seconds: DEFAULT_OVERLAP_SECONDS, label: "24 hours" },
  { seconds: 7 * 86_400, label: "7 days" },
] as const;

interface RotateTokenButtonProps {
  token: Token;
  isDisabled: boolean;
  onRotated(rotated: CreatedToken): void;
}

/** Asks how long the old token goes on working, then makes the new one. */
export function RotateTokenButton({ token, isDisabled, onRotated }: RotateTokenButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  const [overlapSeconds, setOverlapSeconds] = useState(DEFAULT_OVERLAP_SECONDS);
  const rotate = useRotateToken();
  useConfirmation(rotateTokenEndpoint, isAsking);

  function ask() {
    setOverlapSeconds(DEFAULT_OVERLAP_SECONDS);
    setIsAsking(true);
  }

  const radio = (seconds: number) => ({
    name: "overlap",
    value: seconds,
    checked: overlapSeconds === seconds,
    onChange: () => setOverlapSeconds(seconds),
  });
  return (
    <>
      <Button disabled={isDisabled} onClick={ask}>
        Rotate token
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Rotate token “${token.name}”?`}
        description="You get a new token in its place, with the same scopes, networks and expiry."
        confirmLabel="Rotate token"
        tone={overlapSeconds === 0 ? "danger" : "default"}
        onConfirm={async () => {
          const rotated = await rotate.mutateAsync({ id: token.id, overlapSeconds });
          rotate.reset();
          onRotated(rotated);
        }}
      >
        <FieldSet legend="The old token goes on working for">
          {OVERLAPS.map(({ seconds, label }) => (
            <Radio key={seconds} {...radio(seconds)} label={label} />
          ))}
          <Radio
            {...radio(0)}
            label={<span className="text-danger">No time: end it immediately</span>}
            hint="Whatever still sends the old token is refused from its next call on."
          />
        </FieldSet>
      </ConfirmDialog>
    </>
  );
}
