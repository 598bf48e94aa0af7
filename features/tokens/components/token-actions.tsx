"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { editTokenHref } from "@/features/tokens/links";
import type { CreatedToken, Token } from "@/features/tokens/schema";
import { RevealTokenButton } from "./reveal-token-button";
import { RevokeTokenButton } from "./revoke-token-button";
import { RotateTokenButton } from "./rotate-token-button";
import { useTokenRights } from "./use-token-rights";

interface TokenActionsProps {
  token: Token;
  onRotated(rotated: CreatedToken): void;
}

/** What can be done to a token that is not revoked, with the reason where it can't. */
export function TokenActions({ token, onRotated }: TokenActionsProps) {
  const { isOwner, changeRefusal } = useTokenRights(token);
  const rotationRefusal = changeRefusal ?? (isOwner ? waitBeforeRotation(token) : ownerOnly(token));
  const note = token.awaitsReveal && isOwner ? HANDED_OVER : rotationRefusal;
  return (
    <>
      {note && <p className="mr-auto min-w-0 basis-full text-sm text-muted-foreground">{note}</p>}
      <RevokeTokenButton token={token} />
      {token.awaitsReveal && isOwner && changeRefusal === null ? (
        <RevealTokenButton token={token} onRevealed={onRotated} />
      ) : (
        <RotateTokenButton token={token} isDisabled={rotationRefusal !== null} onRotated={onRotated} />
      )}
      {changeRefusal === null ? (
        <Button asChild>
          <Link href={editTokenHref(token.id)}>{isOwner ? "Edit token" : "Reduce access"}</Link>
        </Button>
      ) : (
        <Button disabled>Edit token</Button>
      )}
    </>
  );
}

const HANDED_OVER =
  "It was handed over to you. Nobody has seen its new secret yet: you can see it once, and then only rotate it.";

function ownerOnly({ createdBy }: Token): string {
  return `It belongs to ${createdBy.name}: only they can rotate it or give it more access. You can reduce its access or revoke it.`;
}

function waitBeforeRotation({ status }: Token): string | null {
  if (status === "overlap") return "It was just rotated: end the overlap before you rotate it again.";
  return status === "expired" ? "It has expired: give it a later expiry before you rotate it." : null;
}
