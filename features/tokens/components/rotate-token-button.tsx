"use client";

import { useState } from "react";
import { RotateDialog } from "@/components/rotate-dialog";
import { Button } from "@/components/ui/button";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useRotate } from "@/features/rotation/hooks";
import { rotateTokenEndpoint } from "@/features/tokens/contract";
import { TOKEN_ROTATION } from "@/features/tokens/hooks";
import type { CreatedToken, Token } from "@/features/tokens/schema";

interface RotateTokenButtonProps {
  token: Token;
  isDisabled: boolean;
  onRotated(rotated: CreatedToken): void;
}

export function RotateTokenButton({ token, isDisabled, onRotated }: RotateTokenButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  const rotate = useRotate(TOKEN_ROTATION, token.id);
  useConfirmation(rotateTokenEndpoint, isAsking);
  return (
    <>
      <Button disabled={isDisabled} onClick={() => setIsAsking(true)}>
        Rotate token
      </Button>
      <RotateDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Rotate token “${token.name}”?`}
        noun="token"
        description="You get a new token in its place, with the same scopes, networks and expiry."
        immediateHint="Whatever still sends the old token is refused from its next call on."
        onRotate={async (overlapSeconds) => {
          const rotated = await rotate.mutateAsync({ overlapSeconds });
          rotate.reset();
          onRotated(rotated);
        }}
      />
    </>
  );
}
