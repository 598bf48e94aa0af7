"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import type { CreatedToken, Token } from "@/features/tokens/schema";
import { RevokeTokenButton } from "./revoke-token-button";
import { RotateTokenButton } from "./rotate-token-button";
import { useChangeRefusal } from "./use-change-refusal";

interface TokenActionsProps {
  token: Token;
  onRotated(rotated: CreatedToken): void;
}

/** What can be done to a token that is not revoked, with the reason where it can't. */
export function TokenActions({ token, onRotated }: TokenActionsProps) {
  const refusal = useChangeRefusal(token);
  const rotationRefusal = refusal ?? waitBeforeRotation(token);
  return (
    <>
      {rotationRefusal && (
        <p className="mr-auto min-w-0 basis-full text-sm text-muted-foreground">{rotationRefusal}</p>
      )}
      <RevokeTokenButton token={token} />
      <RotateTokenButton token={token} isDisabled={rotationRefusal !== null} onRotated={onRotated} />
      {refusal === null ? (
        <Button asChild>
          <Link href={`/settings/api/tokens/${token.id}/edit`}>Edit token</Link>
        </Button>
      ) : (
        <Button disabled>Edit token</Button>
      )}
    </>
  );
}

function waitBeforeRotation({ status }: Token): string | null {
  if (status === "overlap") return "It was just rotated: end the overlap before you rotate it again.";
  return status === "expired" ? "It has expired: give it a later expiry before you rotate it." : null;
}
